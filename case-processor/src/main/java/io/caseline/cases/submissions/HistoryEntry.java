package io.caseline.cases.submissions;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a submission; what does not apply is null.
 *
 * @param attempt number of the outcome; of a change, the one that created the case
 * @param replay the replay, or the one that led to the outcome
 * @param actor who did it
 * @param detail of a replay: what became of the submission in it; of an action: its result; of a
 *     change: what became what
 * @param eventId the id under which subscribers got the outcome or the change
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryEntry(
        Instant at,
        Type type,
        @Nullable Integer attempt,
        @Nullable String code,
        @Nullable List<String> fields,
        @Nullable String caseNumber,
        @Nullable Long replay,
        @Nullable String actor,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable UUID eventId) {

    public enum Type {
        RECEIVED,
        CREATED,
        FAILED,
        DISCARDED,
        /** Changes of the case in Salesforce. */
        CHANGED,
        CLOSED,
        REOPENED,
        DELETED,
        RESTORED,
        MERGED,
        REPLAY,
        VIEWED,
        AMENDED,
        /** Any other action of a person on this submission. */
        ACTION
    }
}
