package io.caseline.gateway.tellers;

import io.caseline.gateway.http.RateLimits.Rate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Associate Retail Chain User With Card.
 *
 * @param defaultWait how long a caller without a preference waits for the outcome
 * @param rate how many associations a second a merchant may send to one gateway
 * @param rates rates of merchants that differ, by merchant id
 */
@Validated
@ConfigurationProperties("caseline.tellers")
record AssociationSettings(
        @NotNull @DurationMin @DefaultValue("10s") Duration defaultWait,
        @Valid @DefaultValue @NestedConfigurationProperty Rate rate,
        @DefaultValue Map<String, @Valid MerchantRate> rates) {

    /**
     * @param merchantId of the merchant, if it differs from the entry's key: a name in the environment has neither small letters
     *     nor underscores
     * @param perSecond sustained rate
     * @param burst most at once, after a quiet time
     */
    record MerchantRate(
            @Nullable String merchantId,
            @Min(1) @DefaultValue("1000") int perSecond,
            @Min(1) @DefaultValue("2000") int burst) {}

    Rate rateOf(String merchantId) {
        return rates.entrySet().stream()
                .filter(entry -> merchantId.equals(
                        Objects.requireNonNullElse(entry.getValue().merchantId(), entry.getKey())))
                .map(entry ->
                        new Rate(entry.getValue().perSecond(), entry.getValue().burst()))
                .findFirst()
                .orElse(rate);
    }

    /** The merchants that have a rate of their own. */
    List<String> merchants() {
        return rates.entrySet().stream()
                .map(entry -> Objects.requireNonNullElse(entry.getValue().merchantId(), entry.getKey()))
                .sorted()
                .toList();
    }
}
