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
    private final CompletableFuture<Optional<SpecificRecord>> outcomeAfterRemoval;

    Waiter(UUID correlationId, Optional<UUID> sendId, Consumer<Waiter> remove) {
        this.correlationId = correlationId;
        this.sendId = sendId;
        this.outcomeAfterRemoval = outcome.whenComplete((event, failure) -> remove.accept(this));
    }

    UUID correlationId() {
        return correlationId;
    }

    /** All futures share the JDK's timer, which drops the entry of a wait that ends earlier. */
    void endAfter(Duration wait) {
        outcome.completeOnTimeout(Optional.empty(), wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    void receive(Reply reply) {
        if (reply.isFor(sendId)) {
            outcome.complete(Optional.of(reply.event()));
        }
    }

    /** The outcome, or empty when the wait is over or cancelled. The waiter is already removed then. */
    public CompletableFuture<Optional<SpecificRecord>> outcome() {
        return outcomeAfterRemoval;
    }

    /** Ends the wait, unless it has ended already. */
    public void cancel() {
        outcome.complete(Optional.empty());
    }
}
