package io.caseline.tellers.association;

import io.caseline.schemas.MessageKeys;
import io.caseline.schemas.TraceParent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command to decide: from Kafka, or one that was deferred and is due now.
 *
 * @param sendId of this send of the command; its caller alone is answered an outcome that is not final
 * @param waitUntil until when its caller waits for the outcome; empty if nobody does
 * @param trace goes on with its event and reply
 * @param due whether it was deferred and is due now
 * @param respondAsync whether its caller would rather have it deferred than refused
 * @param sealedAccountNumber sealed under the correlation id
 */
record Submission(
        Optional<UUID> sendId,
        Optional<Instant> waitUntil,
        Optional<TraceParent> trace,
        boolean due,
        boolean respondAsync,
        UUID correlationId,
        String requestId,
        String merchantId,
        String storeId,
        @Nullable String registerId,
        String tellerId,
        @Nullable UUID accountIdentifier,
        @Nullable ByteBuffer sealedAccountNumber,
        Instant receivedAt) {

    /** The key of its event and reply: those of one teller stay in order. */
    String key() {
        return MessageKeys.ofTeller(merchantId, tellerId);
    }

    /** Acts with its trace, if it has one, in the logging context. */
    void logged(Runnable action) {
        trace.ifPresentOrElse(known -> known.logged(action), action);
    }
}
