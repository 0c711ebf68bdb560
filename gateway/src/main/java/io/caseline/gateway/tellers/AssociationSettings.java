package io.caseline.gateway.tellers;

import io.caseline.gateway.http.RateLimits.Rate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
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
        @DefaultValue Map<String, @Valid Rate> rates) {}
