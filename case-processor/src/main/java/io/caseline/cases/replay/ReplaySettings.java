package io.caseline.cases.replay;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param maxReplays a submission that failed after so many replays is quarantined: replays leave it out unless it is amended or
 *     they ask for it
 * @param maxSubmissions maximum number of submissions in one replay
 * @param maxSent maximum number of a replay's submissions that are due or in a call
 * @param keep how long replays are kept after their end
 */
@Validated
@ConfigurationProperties("caseline.replay")
public record ReplaySettings(
        @DefaultValue("5") @Min(1) @Max(1000) int maxReplays,
        @DefaultValue("1000000") @Min(1) @Max(10_000_000) int maxSubmissions,
        @DefaultValue("4000") @Min(1) @Max(100_000) int maxSent,
        @DefaultValue("90d") @DurationMin(days = 1) Duration keep) {}
