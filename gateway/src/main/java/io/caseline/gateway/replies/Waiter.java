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
    private final CompletableFuture<Optional<SpecificRecord>> reply = new CompletableFuture<>();
    private final CompletableFuture<Optional<SpecificRecord>> replyAfterRemoval;

    Waiter(UUID correlationId, Optional<UUID> sendId, Consumer<Waiter> remove) {
        this.correlationId = correlationId;
        this.sendId = sendId;
        this.replyAfterRemoval = reply.whenComplete((received, failure) -> remove.accept(this));
    }

    UUID correlationId() {
        return correlationId;
    }

    /** All futures share the JDK's timer, which drops the entry of a wait that ends earlier. */
    void endAfter(Duration wait) {
        reply.completeOnTimeout(Optional.empty(), wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    void receive(Reply received) {
        if (received.isFor(sendId)) {
            reply.complete(Optional.of(received.value()));
        }
    }

    /** The reply, or empty when the wait is over or cancelled. The waiter is already removed then. */
    public CompletableFuture<Optional<SpecificRecord>> reply() {
        return replyAfterRemoval;
    }

    /** Ends the wait, unless it has ended already. */
    public void cancel() {
        reply.complete(Optional.empty());
    }
}
