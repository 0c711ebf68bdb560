package io.caseline.gateway.intake;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
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
    private final C client;
    private final Source source;
    private final Predicate<S> decided;
    private final InstantSource clock;

    /**
     * @param decided whether a state is the last one, so that nobody needs to wait for another
     */
    public StatusQuestions(Class<C> client, Source source, Predicate<S> decided, InstantSource clock) {
        this.client = client(client, source);
        this.source = source;
        this.decided = decided;
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
     * The state, once it is decided or the wait is over. An id that nobody knows is looked for a little longer: a
     * processor records a command moments after it was accepted.
     *
     * @throws org.springframework.web.client.RestClientException if the processor does not answer
     */
    public Optional<S> find(Function<C, S> question, Duration wait) {
        Instant start = clock.instant();
        Instant recorded = start.plus(source.recordedWithin());
        Instant enough = start.plus(wait);
        while (true) {
            Optional<S> status = ask(question);
            Instant until = status.isEmpty() ? recorded : enough;
            if (status.filter(decided).isPresent() || !clock.instant().isBefore(until)) {
                return status;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(source.poll().toMillis()));
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
     * @param poll pause between two questions for a caller who waits
     */
    public record Source(URI url, Duration timeout, Duration recordedWithin, Duration poll) {}
}
