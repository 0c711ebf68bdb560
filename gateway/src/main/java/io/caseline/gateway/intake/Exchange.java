package io.caseline.gateway.intake;

import io.caseline.gateway.security.Grants;
import io.caseline.schemas.TraceParent;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request on its way to its answer. No thread waits with it; whichever thread has the answer writes it, once. What
 * is written is far smaller than a socket's buffer, so writing does not hold up the thread that brings the answer.
 */
public final class Exchange {
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final AsyncContext async;
    private final HttpServletRequest request;
    private final Grants grants;
    private final JsonMapper json;
    private final Preference preference;
    private final TraceParent trace;
    private final BiConsumer<Exchange, Answer> written;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final long opened = System.nanoTime();
    private volatile UnaryOperator<Answer> finish = UnaryOperator.identity();
    private volatile @Nullable UUID correlationId;
    private volatile Runnable whenOver = () -> {};

    private Exchange(
            AsyncContext async,
            Grants grants,
            JsonMapper json,
            Preference preference,
            BiConsumer<Exchange, Answer> written) {
        this.written = written;
        this.async = async;
        this.request = (HttpServletRequest) async.getRequest();
        this.grants = grants;
        this.json = json;
        this.preference = preference;
        this.trace = TraceParent.of(request.getHeader(TraceParent.NAME));
    }

    /**
     * Takes the request off its thread.
     *
     * @param timeout after which the answer is {@code late}
     * @param written told of the answer as it is written
     * @param closed run once the exchange is over, however it ended
     */
    static Exchange open(
            HttpServletRequest request,
            JsonMapper json,
            Preference preference,
            Duration timeout,
            Supplier<Answer> late,
            BiConsumer<Exchange, Answer> written,
            Runnable closed) {
        AsyncContext async = request.startAsync();
        async.setTimeout(timeout.toMillis());
        Exchange exchange = new Exchange(async, Grants.ofCaller(), json, preference, written);
        async.addListener(new AsyncListener() {
            @Override
            public void onComplete(AsyncEvent event) {
                closed.run();
                exchange.whenOver.run();
            }

            @Override
            public void onTimeout(AsyncEvent event) {
                exchange.answer(late.get());
            }

            @Override
            public void onError(AsyncEvent event) {
                exchange.abandon();
            }

            @Override
            public void onStartAsync(AsyncEvent event) {}
        });
        return exchange;
    }

    public HttpServletRequest request() {
        return request;
    }

    /** What the caller's token grants; taken while the security filters still knew the caller. */
    public Grants grants() {
        return grants;
    }

    public Preference preference() {
        return preference;
    }

    /** The trace that the caller says the request belongs to, or a new one. */
    public TraceParent trace() {
        return trace;
    }

    /** Says which request it is, once that is known. */
    public void identify(UUID id) {
        correlationId = id;
    }

    Optional<UUID> correlationId() {
        return Optional.ofNullable(correlationId);
    }

    /** How long the caller has been waiting. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - opened);
    }

    /** Changes the answer to come, whichever it will be; headers that every further answer has. */
    public void onAnswer(UnaryOperator<Answer> change) {
        finish = change;
    }

    /** Runs this once the exchange is over, however it ended. */
    public void whenOver(Runnable action) {
        whenOver = action;
    }

    /** Writes the answer, unless one was written before. */
    public void answer(Answer outcome) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        Answer answer = finish.apply(outcome);
        trace.logged(() -> written.accept(this, answer));
        try {
            write(answer);
        } catch (IOException | IllegalStateException e) {
            log.debug("The caller went away before the answer", e);
        } finally {
            async.complete();
        }
    }

    private void abandon() {
        if (answered.compareAndSet(false, true)) {
            async.complete();
        }
    }

    private void write(Answer answer) throws IOException {
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        byte[] body = json.writeValueAsBytes(answer.body());
        response.setContentType(JsonType.wanted(request.getHeader("Accept")).toString());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
