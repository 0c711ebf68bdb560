package io.caseline.gateway.replies;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The callers of this gateway that wait for a reply, by correlation id. Several may wait for the same id. A waiter is
 * removed when its reply comes, when its wait is over, or when it is cancelled.
 */
@Component
public class Waiters {
    private final Map<UUID, List<Waiter>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> tenants = new ConcurrentHashMap<>();
    private final Semaphore all;
    private final int perTenant;

    Waiters(ReplySettings settings, MeterRegistry meters) {
        all = new Semaphore(settings.maxWaiters());
        perTenant = settings.maxWaitersPerTenant();
        Gauge.builder("caseline.waiters", () -> settings.maxWaiters() - all.availablePermits())
                .strongReference(true)
                .register(meters);
    }

    /**
     * Waits for a reply. Register before the command is sent: a reply may come before the send is confirmed.
     *
     * @param tenant the program or merchant in whose name the caller waits
     * @param sendId the send whose outcome the caller wants, where outcomes differ from send to send
     * @return empty if too many wait already
     */
    public Optional<Waiter> register(String tenant, UUID correlationId, Optional<UUID> sendId, Duration wait) {
        Semaphore share = tenants.computeIfAbsent(tenant, name -> new Semaphore(perTenant));
        if (!share.tryAcquire()) {
            return Optional.empty();
        }
        if (!all.tryAcquire()) {
            share.release();
            return Optional.empty();
        }
        Waiter waiter = new Waiter(correlationId, sendId, ended -> remove(ended, share));
        waiting.merge(correlationId, List.of(waiter), Waiters::concat);
        waiter.endAfter(wait);
        return Optional.of(waiter);
    }

    private static List<Waiter> concat(List<Waiter> some, List<Waiter> others) {
        return Stream.of(some, others).flatMap(List::stream).toList();
    }

    private void remove(Waiter ended, Semaphore share) {
        waiting.computeIfPresent(ended.correlationId(), (id, waiters) -> without(waiters, ended));
        all.release();
        share.release();
    }

    private static @Nullable List<Waiter> without(List<Waiter> waiters, Waiter ended) {
        List<Waiter> others = waiters.stream().filter(waiter -> waiter != ended).toList();
        return others.isEmpty() ? null : others;
    }

    boolean areWaiting(UUID correlationId) {
        return waiting.containsKey(correlationId);
    }

    /** Passes the reply on; those who registered later get the reply to their own command. */
    void receive(Reply reply) {
        waiting.getOrDefault(reply.correlationId(), List.of()).forEach(waiter -> waiter.receive(reply));
    }
}
