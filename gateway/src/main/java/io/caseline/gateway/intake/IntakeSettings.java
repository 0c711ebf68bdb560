package io.caseline.gateway.intake;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of what the gateway takes in.
 *
 * @param bodyLimit largest request body
 * @param bodyTimeout longest time for a request body to arrive
 * @param nesting deepest nesting of a JSON body
 * @param inFlight most requests that are being answered at once; more are told to come back
 * @param questions most questions after an outcome that are being answered at once; more are told to come back
 * @param sends most threads that hand a command to Kafka at once; they block while Kafka is away
 * @param namespace secret that all gateways share: the namespace of correlation ids. Without it, who sees an id could
 *     try card numbers against it
 * @param maxWait longest time that a caller may ask to wait for an outcome
 * @param retryAfter what a caller is told when the gateway cannot take the request, or the outcome is not known yet
 */
@Validated
@ConfigurationProperties("caseline.intake")
public record IntakeSettings(
        @NotNull @DefaultValue("64KB") DataSize bodyLimit,
        @NotNull @DefaultValue("10s") Duration bodyTimeout,
        @Min(4) @Max(500) @DefaultValue("20") int nesting,
        @Min(1) @DefaultValue("1000") int inFlight,
        @Min(1) @DefaultValue("500") int questions,
        @Min(1) @DefaultValue("24") int sends,
        @NotNull UUID namespace,
        @NotNull @DefaultValue("30s") Duration maxWait,
        @NotNull @DefaultValue("2s") Duration retryAfter) {}
