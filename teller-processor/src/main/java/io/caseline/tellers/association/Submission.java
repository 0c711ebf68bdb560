package io.caseline.tellers.association;

import io.caseline.schemas.TraceParent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A command as it came from Kafka.
 *
 * @param key the record's key, which its event and reply take over
 * @param sentAgain whether this is a request that was put off, sent again by this module when it was due
 * @param deferrable the command as it is on its topic, if its caller would have it put off; null otherwise
 * @param sealedAccountNumber sealed under the correlation id
 * @param replyTo identifies the waiting request to the gateway that waits; null if nobody does
 * @param trace goes on with its event and reply
 */
record Submission(
        Position position,
        String key,
        @Nullable Header replyTo,
        Optional<TraceParent> trace,
        boolean sentAgain,
        @Nullable ByteBuffer deferrable,
        UUID correlationId,
        String requestId,
        String merchantId,
        String storeId,
        @Nullable String registerId,
        String tellerId,
        @Nullable UUID accountIdentifier,
        @Nullable ByteBuffer sealedAccountNumber,
        Instant receivedAt) {

    /** Acts with its trace, if it has one, in the logging context. */
    void logged(Runnable action) {
        trace.ifPresentOrElse(known -> known.logged(action), action);
    }

    /** Where the command stands in Kafka: the same place again is a redelivery, another place a partner's repeat. */
    record Position(String topic, int partition, long offset) {

        /** Of two places of one partition. */
        boolean isAfter(Position other) {
            return topic.equals(other.topic) && partition == other.partition && offset > other.offset;
        }
    }
}
