package io.caseline.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A case as case-processor's internal endpoint tells it to the gateway, in JSON.
 *
 * @param caseNumber once it is created
 * @param failureCode while it is failed
 * @param caseStatus the case's status in Salesforce, as last seen; null if that is not known, or the case was deleted
 * @param closed whether that status counts as closed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaseStatus(
        UUID correlationId,
        String programCode,
        State state,
        @Nullable String caseNumber,
        @Nullable String failureCode,
        @Nullable String caseStatus,
        @Nullable Boolean closed) {

    public enum State {
        RECEIVED,
        CREATED,
        FAILED,
        DISCARDED,

        /** A state of a later version. */
        UNKNOWN;

        @JsonCreator
        static State of(String name) {
            return Arrays.stream(values())
                    .filter(state -> state.name().equals(name))
                    .findFirst()
                    .orElse(UNKNOWN);
        }

        /** Whether no other outcome follows by itself. */
        public boolean isDecided() {
            return this == CREATED || this == FAILED || this == DISCARDED;
        }
    }
}
