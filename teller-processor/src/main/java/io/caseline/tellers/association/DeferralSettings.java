package io.caseline.tellers.association;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Requests that are refused only because the account is too young, and may wait until it is not.
 *
 * @param enabled whether such a request is deferred, if its caller does not wait for the outcome
 * @param longest how long after it was received a request may be deferred to; one due later is answered 870 at once
 * @param most how many requests may be deferred at a time, about; one more is answered 870 at once
 * @param batch how many due requests are decided in one transaction
 */
@ConfigurationProperties("caseline.tellers.deferral")
record DeferralSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("48h") Duration longest,
        @DefaultValue("10000") int most,
        @DefaultValue("200") int batch) {
    DeferralSettings {
        if (longest.isNegative() || most < 0 || batch < 1) {
            throw new IllegalArgumentException(
                    "caseline.tellers.deferral: longest and most may not be negative, and batch must be at least 1");
        }
    }
}
