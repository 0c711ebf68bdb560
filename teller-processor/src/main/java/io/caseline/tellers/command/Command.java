package io.caseline.tellers.command;

import io.caseline.schemas.MessageKeys;
import io.caseline.schemas.TraceParent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command to associate a teller's card: from Kafka, or one that was deferred.
 *
 * @param sendId this send of the command; an outcome that is not final is for its caller alone
 * @param waitUntil until when the caller waits for a reply; empty if nobody waits
 * @param trace is passed on to the event and the reply
 * @param wasDeferred whether the command was deferred, and is decided again now
 * @param respondAsync whether the caller sent {@code Prefer: respond-async}: only then may the command be deferred
 * @param sealedAccountNumber sealed under the correlation id
 */
public record Command(
        Optional<UUID> sendId,
        Optional<Instant> waitUntil,
        Optional<TraceParent> trace,
        boolean wasDeferred,
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

    /** A command from Kafka. */
    public static Command fromKafka(
            Optional<UUID> sendId,
            Optional<Instant> waitUntil,
            Optional<TraceParent> trace,
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
        return new Command(
                sendId,
                waitUntil,
                trace,
                false,
                respondAsync,
                correlationId,
                requestId,
                merchantId,
                storeId,
                registerId,
                tellerId,
                accountIdentifier,
                sealedAccountNumber,
                receivedAt);
    }

    /** A deferred command that is due: nobody waits for a reply, and its caller prefers a deferral to a rejection. */
    public static Command deferred(
            Optional<TraceParent> trace,
            UUID correlationId,
            String requestId,
            String merchantId,
            String storeId,
            @Nullable String registerId,
            String tellerId,
            @Nullable UUID accountIdentifier,
            @Nullable ByteBuffer sealedAccountNumber,
            Instant receivedAt) {
        return new Command(
                Optional.empty(),
                Optional.empty(),
                trace,
                true,
                true,
                correlationId,
                requestId,
                merchantId,
                storeId,
                registerId,
                tellerId,
                accountIdentifier,
                sealedAccountNumber,
                receivedAt);
    }

    /** The key of the event and the reply: those of one teller stay in order. */
    public String key() {
        return MessageKeys.ofTeller(merchantId, tellerId);
    }

    /** Runs the action with the trace in the logging context, if there is one. */
    public void withTraceId(Runnable action) {
        trace.ifPresentOrElse(known -> known.withTraceId(action), action);
    }
}
