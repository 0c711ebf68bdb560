package io.caseline.tellers.outcome;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * For how long outcomes are kept.
 *
 * @param keepRejected how long the outcome of a rejected command is kept; longer than Kafka keeps the command (30 days),
 *     which is read again after a restore of the database
 * @param purgeChunk how many outcomes one transaction deletes
 */
@Validated
@ConfigurationProperties("caseline.tellers.outcomes")
record OutcomeSettings(
        @DefaultValue("90d") @DurationMin(days = 31) Duration keepRejected,
        @DefaultValue("5000") @Min(1) int purgeChunk) {}
