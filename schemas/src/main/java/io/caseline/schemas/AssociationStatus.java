package io.caseline.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An association as teller-processor's internal endpoint tells it to the gateway, in JSON.
 *
 * @param responseCode the partner API's code; null while the state is RECEIVED, as are reason and decidedAt. A DEFERRED
 *     association has those of its deferral: 870, and when it was deferred
 * @param reason name of an {@link AssociationReason}, perhaps one of a later version
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AssociationStatus(
        UUID correlationId,
        State state,
        @Nullable Integer responseCode,
        @Nullable String reason,
        @Nullable Instant decidedAt) {

    public enum State {
        RECEIVED,
        DEFERRED,
        ASSOCIATED,
        REJECTED,

        /** A state of a later version. */
        UNKNOWN;

        @JsonCreator
        static State of(String name) {
            return Arrays.stream(values())
                    .filter(state -> state.name().equals(name))
                    .findFirst()
                    .orElse(UNKNOWN);
        }

        public boolean isDecided() {
            return this == ASSOCIATED || this == REJECTED;
        }
    }
}
