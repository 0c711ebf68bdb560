package io.caseline.cases.submission;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.validation.annotation.Validated;

/**
 * @param concurrency batches in work at the same time, each of up to spring.kafka.consumer.max-poll-records; how many
 *     calls they make at the same time is caseline.salesforce.calls-at-once
 * @param hold pauses between two tries while the org, or the ledger, is in trouble
 * @param replays the lane of the cases that operators send again
 * @param busy pauses between two tries of a record that Salesforce is too busy for (a row lock)
 * @param busyTries how often such a record is tried before it fails
 */
@Validated
@ConfigurationProperties("caseline.submission")
record SubmissionSettings(
        @DefaultValue("4") @Min(1) @Max(12) int concurrency,
        @DefaultValue("4") @Min(1) @Max(10) int busyTries,
        @DefaultValue Pause hold,
        @DefaultValue Pause busy,
        @DefaultValue @Valid Replays replays) {

    /**
     * One call at a time, so that live traffic keeps the others.
     *
     * @param batch replays in one call, or fewer where caseline.salesforce.records-per-call is less
     * @param hold as for live traffic, and also while the calls of the day that are left are for that
     */
    record Replays(
            @DefaultValue("200") @Min(1) @Max(800) int batch,
            @DefaultValue Pause hold) {}

    /** Doubles from the first to the longest; half of it more or less by chance, so that instances do not march in step. */
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
