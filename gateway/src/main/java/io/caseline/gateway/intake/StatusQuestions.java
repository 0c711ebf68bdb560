package io.caseline.gateway.intake;

import io.caseline.gateway.replies.Waiter;
import io.caseline.gateway.replies.Waiters;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * Asks a processor what became of a request. Called on virtual threads: it waits.
 *
 * @param <C> the processor's HTTP interface
 * @param <S> the state that it answers
 */
public final class StatusQuestions<C, S> {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final C client;
    private final Source source;
    private final Predicate<S> decided;
    private final Waiters waiters;
    private final InstantSource clock;

    /**
     * @param decided whether a state is the last one, so that nobody needs to wait for another
     */
    public StatusQuestions(Class<C> client, Source source, Predicate<S> decided, Waiters waiters, InstantSource clock) {
        this.client = client(client, source);
        this.source = source;
        this.decided = decided;
        this.waiters = waiters;
        this.clock = clock;
    }

    private static <C> C client(Class<C> type, Source source) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(source.timeout())
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(source.timeout());
        RestClient rest = RestClient.builder()
                .baseUrl(source.url())
                .requestFactory(requests)
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(rest))
                .build()
                .createClient(type);
    }

    /**
     * The state, once it is decided or the wait is over. A reply that comes during the wait only says when to ask again:
     * the processor's answer is the one that takes the caller's token into account. Processors reply to commands whose
     * senders wait, so a caller who waits here alone depends on asking again, with growing pauses. An id that nobody knows
     * is looked for a little longer: a processor records a command moments after it was accepted.
     *
     * @param program the program or merchant in whose name the caller waits; if too many wait already, the present state
     *     is the answer
     * @throws org.springframework.web.client.RestClientException if the processor does not answer
     */
    public Optional<S> find(String program, UUID correlationId, Duration wait, Function<C, S> question) {
        Instant start = clock.instant();
        Optional<Waiter> waiter =
                wait.isZero() ? Optional.empty() : waiters.register(program, correlationId, Optional.empty(), wait);
        try {
            Instant end = waiter.isPresent() ? start.plus(wait) : start;
            return find(question, start.plus(source.recordedWithin()), end, signal(waiter));
        } finally {
            waiter.ifPresent(Waiter::cancel);
        }
    }

    private Optional<S> find(Function<C, S> question, Instant recorded, Instant end, CountDownLatch replied) {
        Duration pause = source.poll();
        while (true) {
            // A reply cuts one pause short; the pauses after it are whole again
            CountDownLatch signal = replied.getCount() == 0 ? new CountDownLatch(1) : replied;
            Optional<S> status = ask(question);
            Instant now = clock.instant();
            Instant until = status.isEmpty() ? recorded : end;
            if (status.filter(decided).isPresent() || !now.isBefore(until)) {
                return status;
            }
            Duration left = Duration.between(now, until);
            await(signal, pause.compareTo(left) < 0 ? pause : left);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    private static CountDownLatch signal(Optional<Waiter> waiter) {
        CountDownLatch replied = new CountDownLatch(1);
        waiter.ifPresent(waiting -> {
            var unused = waiting.outcome().thenRun(replied::countDown);
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

    private Optional<S> ask(Function<C, S> question) {
        try {
            return Optional.of(question.apply(client));
        } catch (HttpClientErrorException.NotFound e) {
            return Optional.empty();
        }
    }

    /**
     * Where a processor is asked, and how.
     *
     * @param url address of the processor
     * @param timeout longest wait for one answer
     * @param recordedWithin how long an id that nobody knows may still be on its way to the processor's records
     * @param poll first pause between two questions for a caller who waits; each further one is twice as long, up to 2 s
     */
    public record Source(URI url, Duration timeout, Duration recordedWithin, Duration poll) {}
}
