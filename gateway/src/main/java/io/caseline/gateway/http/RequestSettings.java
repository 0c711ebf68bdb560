package io.caseline.gateway.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.UUID;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What the gateway accepts.
 *
 * @param bodyLimit largest request body
 * @param bodyTimeout longest time for a request body to arrive
 * @param nesting deepest nesting of a JSON body
 * @param maxInFlight most requests at once whose body or whose place in Kafka is not complete, shared out by tenant and token; over its
 *     share a caller gets 429
 * @param maxStatusQueries most status queries in progress at once, shared out by tenant and token; over its share a caller gets 429
 * @param namespace secret UUID that all gateways share, the namespace of correlation ids; required. If it were known, anybody
 *     who sees an id could try card numbers against it
 * @param maxWait longest wait for an outcome that a caller may ask for
 * @param retryAfter when a caller may try again if the gateway is busy, Kafka is unavailable or the outcome is pending
 */
@Validated
@ConfigurationProperties("caseline.requests")
public record RequestSettings(
        @NotNull @DefaultValue("64KB") DataSize bodyLimit,

        @NotNull @DurationMin(millis = 1) @DefaultValue("10s")
        Duration bodyTimeout,

        @Min(4) @Max(500) @DefaultValue("20") int nesting,
        @Min(1) @DefaultValue("2000") int maxInFlight,
        @Min(1) @DefaultValue("500") int maxStatusQueries,
        @NotNull UUID namespace,
        @NotNull @DurationMin @DefaultValue("30s") Duration maxWait,
        @NotNull @DurationMin @DefaultValue("2s") Duration retryAfter) {

    public String retryAfterSeconds() {
        return Long.toString(Math.max(1, retryAfter.toSeconds()));
    }
}
