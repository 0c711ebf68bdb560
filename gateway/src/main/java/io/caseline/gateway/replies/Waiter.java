package io.caseline.gateway.replies;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** One caller that waits for a reply. */
public final class Waiter {
    private final UUID correlationId;
    private final Optional<UUID> sendId;
    private final CompletableFuture<Optional<SpecificRecord>> outcome = new CompletableFuture<>();
    private final CompletableFuture<Optional<SpecificRecord>> removed;

    Waiter(UUID correlationId, Optional<UUID> sendId, Consumer<Waiter> remove) {
        this.correlationId = correlationId;
        this.sendId = sendId;
        this.removed = outcome.whenComplete((event, failure) -> remove.accept(this));
    }

    UUID correlationId() {
        return correlationId;
    }

    /** The JDK's one timer for all futures; it forgets a wait that ends earlier. */
    void endAfter(Duration timeout) {
        outcome.completeOnTimeout(Optional.empty(), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    void receive(Reply reply) {
        if (reply.answers(sendId)) {
            outcome.complete(Optional.of(reply.event()));
        }
    }

    /** The outcome, or empty once the time is up or the wait was cancelled. The waiter is then already removed. */
    public CompletableFuture<Optional<SpecificRecord>> outcome() {
        return removed;
    }

    /** Ends the wait, unless it has ended. */
    public void cancel() {
        outcome.complete(Optional.empty());
    }
}
