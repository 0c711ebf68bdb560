package io.caseline.gateway.status;

import io.caseline.gateway.places.Caller;
import io.caseline.gateway.replies.Waiter;
import io.caseline.gateway.replies.Waiters;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;

/** Queries a processor for the status of a request. Called on virtual threads, because it blocks. */
@Component
public class StatusQueries {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final StatusSettings settings;
    private final Waiters waiters;
    private final InstantSource clock;

    StatusQueries(StatusSettings settings, Waiters waiters, InstantSource clock) {
        this.settings = settings;
        this.waiters = waiters;
        this.clock = clock;
    }

    /**
     * A status query.
     *
     * @param caller whose share of waiters the wait counts against
     * @param waitTime how long the caller waits for a decided status; zero for the present one
     * @param call asks the processor once; throws {@link HttpClientErrorException.NotFound} for an unknown id
     * @param isDecided whether a status is final, so that no caller needs to wait for another
     */
    public record Query<S>(
            Caller caller, UUID correlationId, Duration waitTime, Supplier<S> call, Predicate<S> isDecided) {

        /** A connection that breaks is tried once more: the instance behind it may just have been replaced by another. */
        private Optional<S> ask() {
            try {
                return askOnce();
            } catch (ResourceAccessException e) {
                if (e.getCause() instanceof InterruptedIOException || e.getCause() instanceof HttpTimeoutException) {
                    throw e; // a second time-out would be too long for the caller
                }
                return askOnce();
            }
        }

        private Optional<S> askOnce() {
            try {
                return Optional.of(call.get());
            } catch (HttpClientErrorException.NotFound e) {
                return Optional.empty();
            }
        }
    }

    /**
     * Returns the status when it is decided or the wait is over. If the caller has its share of waiters already, this returns the present
     * status at once. A reply during the wait only triggers the next query, because the processor checks the caller's
     * token. Processors reply only to commands whose senders wait, so the query is also repeated without a reply, with
     * growing pauses. An unknown id is looked up for a while even if the caller does not wait, because a processor records
     * a command shortly after the gateway has accepted it.
     *
     * @throws org.springframework.web.client.RestClientException if the processor is unavailable
     */
    public <S> Optional<S> find(Query<S> query) {
        Instant start = clock.instant();
        Optional<Waiter> waiter = query.waitTime().isZero()
                ? Optional.empty()
                : waiters.register(query.caller(), query.correlationId(), Optional.empty(), query.waitTime());
        try {
            Instant end = waiter.isPresent() ? start.plus(query.waitTime()) : start;
            return find(query, start.plus(settings.lookUpUnknownFor()), end, signal(waiter));
        } finally {
            waiter.ifPresent(Waiter::cancel);
        }
    }

    private <S> Optional<S> find(Query<S> query, Instant lookUpUntil, Instant end, CountDownLatch replied) {
        Duration pause = settings.firstPause();
        while (true) {
            // A reply ends one pause early; the pauses after it have their full length again
            CountDownLatch signal = replied.getCount() == 0 ? new CountDownLatch(1) : replied;
            Optional<S> status = query.ask();
            Instant now = clock.instant();
            Instant until = status.isEmpty() ? lookUpUntil : end;
            if (status.filter(query.isDecided()).isPresent() || !now.isBefore(until)) {
                return status;
            }
            await(signal, shorter(pause, Duration.between(now, until)));
            pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static CountDownLatch signal(Optional<Waiter> waiter) {
        CountDownLatch replied = new CountDownLatch(1);
        waiter.ifPresent(waiting -> {
            var unused = waiting.reply().thenRun(replied::countDown);
        });
        return replied;
    }

    private static void await(CountDownLatch signal, Duration pause) {
        try {
            signal.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ResourceAccessException("Interrupted while waiting for an outcome");
        }
    }
}
