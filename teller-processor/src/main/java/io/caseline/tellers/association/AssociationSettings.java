package io.caseline.tellers.association;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the associations.
 *
 * @param minimumAccountAge how old an account must be to be put on the Employee fee plan
 * @param keepRejected how long the outcome of a rejected request is kept; longer than Kafka keeps a command (30 days),
 *     which is read again after a restore of the database
 * @param purgeChunk how many outcomes one transaction removes
 * @param retry pauses between two tries of a batch while the database, the card core or the registry does not answer
 */
@Validated
@ConfigurationProperties("caseline.tellers")
record AssociationSettings(
        @DefaultValue("24h") @DurationMin Duration minimumAccountAge,
        @DefaultValue("90d") @DurationMin(days = 31) Duration keepRejected,
        @DefaultValue("5000") @Min(1) int purgeChunk,
        @DefaultValue Pause retry) {

    /**
     * Doubles from the first to the longest; random jitter keeps instances from trying at the same time.
     *
     * @param first the first delay
     * @param longest the longest delay
     */
    record Pause(
            @DefaultValue("1s") Duration first,
            @DefaultValue("30s") Duration longest) {

        ExponentialBackOff backOff() {
            ExponentialBackOff backOff = new ExponentialBackOff(first.toMillis(), 2);
            backOff.setMaxInterval(longest.toMillis());
            backOff.setJitter(first.toMillis() / 2);
            return backOff;
        }
    }
}
