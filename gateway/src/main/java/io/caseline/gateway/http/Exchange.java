package io.caseline.gateway.http;

import io.caseline.gateway.places.Caller;
import io.caseline.gateway.places.Places;
import io.caseline.gateway.security.TokenPermissions;
import io.caseline.schemas.TraceParent;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way to its response. No thread waits for it: the thread that knows the response has it written, once.
 *
 * <p>Longer than most files, because all that ends an exchange, or ends with it, has to be seen at one glance.
 */
public final class Exchange {
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final Exchanges exchanges;
    private final Places places;
    private final String operation;
    private final Problem.Envelope envelope;
    private final HttpServletRequest request;
    private final AsyncContext async;
    private final Preference preference;
    private final TokenPermissions permissions = TokenPermissions.ofCaller();
    private final TraceParent trace;
    private final long opened = System.nanoTime();
    private final AtomicBoolean responded = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile RateLimits.@Nullable Usage rate;
    private volatile boolean preferenceApplied;
    private volatile @Nullable UUID correlationId;
    private volatile boolean bodyExpected;
    private volatile Places.@Nullable Place place;

    /** Takes the request off its thread. */
    Exchange(
            Exchanges exchanges,
            Places places,
            String operation,
            Problem.Envelope envelope,
            HttpServletRequest request,
            Preference preference,
            Duration timeout) {
        this.exchanges = exchanges;
        this.places = places;
        this.operation = operation;
        this.envelope = envelope;
        this.async = request.startAsync();
        // Tomcat's own: the firewall's wrapper throws when an unusual header is read
        this.request = (HttpServletRequest) async.getRequest();
        this.preference = preference;
        this.trace = TraceParent.of(this.request.getHeader(TraceParent.NAME));
        this.bodyExpected = ResponseWriter.mayHaveBody(this.request);
        async.setTimeout(timeout.toMillis());
        async.addListener(new Listener());
    }

    public HttpServletRequest request() {
        return request;
    }

    /** What the caller's token permits; read while the security filters still knew the caller. */
    public TokenPermissions permissions() {
        return permissions;
    }

    public Preference preference() {
        return preference;
    }

    /** The trace that the request belongs to: the caller's, or a new one. */
    public TraceParent trace() {
        return trace;
    }

    /** Names the request in the access log. */
    public void identify(UUID id) {
        correlationId = id;
    }

    /**
     * Takes a place of this caller's share, until {@link #leavePlace} or the end.
     *
     * @return false if there is none; the caller has then been told
     */
    public boolean takePlace(Caller caller) {
        Optional<Places.Place> taken = places.take(caller);
        if (taken.isEmpty()) {
            refuse(Problem.SHARE_EXCEEDED);
            return false;
        }
        place = taken.get();
        whenClosed(this::leavePlace);
        return true;
    }

    /** From now on the request only waits, which is limited elsewhere. */
    public void leavePlace() {
        Places.Place taken = place;
        if (taken != null) {
            taken.leave();
        }
    }

    /**
     * Reads the body without a waiting thread, then runs the next step. A body that is not JSON, too large or too slow is
     * refused here.
     */
    public void readBody(Consumer<Payload> next) throws IOException {
        Optional<BodyType.Unsupported> unsupported = BodyType.unsupported(request);
        if (unsupported.isPresent()) {
            refuse(unsupported.get().problem(), unsupported.get().name());
            return;
        }
        bodyExpected = false; // the reader closes the connection if it stops early
        BodyReader.read(this, exchanges.settings(), body -> run(() -> next.accept(exchanges.payload(body))));
    }

    /** Runs a step with the trace in the logging context. A step that throws ends the exchange with an error. */
    public void run(Runnable step) {
        trace.withTraceId(() -> {
            try {
                step.run();
            } catch (RuntimeException e) {
                log.error("A request failed", e);
                refuse(Problem.INTERNAL_ERROR);
            }
        });
    }

    /** Runs a step on another thread. */
    public void runOn(Executor threads, Runnable step) {
        threads.execute(() -> run(step));
    }

    /** Adds the rate to the response to come, whichever it is. */
    public void reportRate(RateLimits.Usage usage) {
        rate = usage;
    }

    /** From now on the response depends on the caller's preference, and says so. */
    public void applyPreference() {
        preferenceApplied = true;
    }

    /**
     * Runs a step when the future completes, on a thread of the gateway: whoever completes it serves all callers. The end of
     * the exchange cancels the future.
     */
    public <T> void when(CompletableFuture<T> future, Consumer<T> step) {
        whenClosed(() -> future.cancel(false));
        Executor threads = future.isDone() ? Runnable::run : exchanges.outcomeThreads();
        var unused = future.thenAcceptAsync(value -> run(() -> step.accept(value)), threads);
    }

    /** Runs the action when the exchange is over, however it ended; at once if it is over already. */
    void whenClosed(Runnable action) {
        var unused = closed.thenRun(action);
    }

    public void refuse(Problem problem) {
        refuse(problem, null);
    }

    /** @param named what the problem's sentence names; null for the tenant's kind */
    private void refuse(Problem problem, @Nullable String named) {
        respond(refusal(problem, named));
    }

    /** The same for a request that the server ends when this returns, after an error or a time-out. */
    void refuseNow(Problem problem) {
        respond(refusal(problem, null), ResponseWriter::writeNow);
    }

    private Response refusal(Problem problem, @Nullable String named) {
        String retryAfter = exchanges.settings().retryAfterSeconds();
        return problem.addHeaders(envelope.of(problem, named, request), retryAfter);
    }

    /** Writes the response, unless one was written before. */
    public void respond(Response response) {
        respond(response, ResponseWriter::write);
    }

    private interface Writing {
        void write(ResponseWriter writer, Response response, boolean bodyUnread) throws IOException;
    }

    private void respond(Response response, Writing writing) {
        if (!responded.compareAndSet(false, true)) {
            return;
        }
        Response complete = withHeaders(response);
        Duration duration = Duration.ofNanos(System.nanoTime() - opened);
        trace.withTraceId(() -> exchanges.record(operation, correlationId, complete, duration));
        try {
            writing.write(exchanges.writer(async), complete, bodyExpected);
        } catch (IOException | IllegalStateException e) {
            log.debug("The caller disconnected before the response", e);
            async.complete();
        } catch (RuntimeException e) {
            log.error("A response could not be written", e);
            async.complete();
        }
    }

    private Response withHeaders(Response response) {
        RateLimits.Usage usage = rate;
        Response limited = usage == null ? response : usage.addHeaders(response);
        return preferenceApplied ? limited.applied(preference) : limited;
    }

    private final class Listener implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            closed.complete(null);
        }

        /** Every other wait is shorter: a body that stopped arriving. */
        @Override
        public void onTimeout(AsyncEvent event) {
            refuseNow(Problem.BODY_TIMEOUT);
        }

        /** The connection is broken; no response can be written. */
        @Override
        public void onError(AsyncEvent event) {
            if (responded.compareAndSet(false, true)) {
                async.complete();
            }
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
