package io.caseline.tellers.inbox;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.validation.annotation.Validated;

/**
 * Delays between two tries of a batch while the database, the card core or the schema registry is unavailable.
 *
 * @param first the first delay, which doubles with each try; random jitter keeps instances from trying at the same time
 * @param max the longest delay
 */
@Validated
@ConfigurationProperties("caseline.tellers.retry")
record RetrySettings(
        @DefaultValue("1s") @DurationMin(millis = 1) Duration first,
        @DefaultValue("30s") @DurationMin(millis = 1) Duration max) {

    ExponentialBackOff backOff() {
        ExponentialBackOff backOff = new ExponentialBackOff(first.toMillis(), 2);
        backOff.setMaxInterval(max.toMillis());
        backOff.setJitter(first.toMillis() / 2);
        return backOff;
    }
}
