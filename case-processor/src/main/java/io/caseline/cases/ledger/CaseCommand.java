package io.caseline.cases.ledger;

import io.caseline.schemas.TraceParent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The command to create one case.
 *
 * @param sealedCase what the customer said, sealed with the correlation id as associated data
 * @param waitUntil until when a caller waits for the outcome, by the gateway's clock; null if nobody does
 * @param trace the W3C trace that the request belongs to
 */
public record CaseCommand(
        UUID correlationId,
        String programCode,
        UUID requestId,
        Instant receivedAt,
        ByteBuffer sealedCase,
        @Nullable Instant waitUntil,
        Optional<TraceParent> trace) {

    public boolean isAwaited(Instant now) {
        return waitUntil != null && waitUntil.isAfter(now);
    }

    /** What the command takes in memory, in bytes, roughly. */
    public int size() {
        return 400 + sealedCase.remaining();
    }

    /** The same command, whose caller waits at least until then. */
    public CaseCommand awaitedUntil(@Nullable Instant time) {
        return time == null || (waitUntil != null && !time.isAfter(waitUntil))
                ? this
                : new CaseCommand(correlationId, programCode, requestId, receivedAt, sealedCase, time, trace);
    }

    /** Runs the action with the trace id in the logging context. */
    public void withTraceId(Runnable action) {
        trace.ifPresentOrElse(known -> known.withTraceId(action), action);
    }

    /** Keeps the sealed part out of every log. */
    @Override
    public String toString() {
        return "CaseCommand[" + correlationId + "]";
    }
}
