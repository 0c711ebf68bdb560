package io.caseline.gateway.replies;

import io.caseline.gateway.places.Caller;
import io.caseline.gateway.places.Places;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Places places;

    Waiters(ReplySettings settings, MeterRegistry meters) {
        places = new Places(settings.maxWaiters(), settings.maxWaitersPerTenant());
        Gauge.builder("caseline.waiters", places::taken).strongReference(true).register(meters);
    }

    /**
     * Waits for a reply. Register before the command is sent: a reply may come before the send is confirmed.
     *
     * @param caller who waits
     * @param sendId the send whose outcome the caller wants, where outcomes differ from send to send
     * @return empty if the caller has its share of waiters already
     */
    public Optional<Waiter> register(Caller caller, UUID correlationId, Optional<UUID> sendId, Duration wait) {
        Optional<Places.Place> place = places.take(caller);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Waiter waiter = new Waiter(correlationId, sendId, ended -> remove(ended, place.get()));
        waiting.merge(correlationId, List.of(waiter), Waiters::concat);
        waiter.endAfter(wait);
        return Optional.of(waiter);
    }

    private static List<Waiter> concat(List<Waiter> some, List<Waiter> others) {
        return Stream.of(some, others).flatMap(List::stream).toList();
    }

    private void remove(Waiter ended, Places.Place place) {
        waiting.computeIfPresent(ended.correlationId(), (id, waiters) -> without(waiters, ended));
        place.leave();
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
