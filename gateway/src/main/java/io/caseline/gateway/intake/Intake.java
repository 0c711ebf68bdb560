package io.caseline.gateway.intake;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The way in that both APIs share: bounded, off the container's thread, read no further than the limit. */
@Component
public class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /** A line for each answer, for who wants it: off unless a setting turns it on. */
    private static final Logger access = LoggerFactory.getLogger("caseline.access");

    private final IntakeSettings settings;
    private final JsonMapper json;
    private final Semaphore places;
    private final Semaphore questions;
    private final IntakeMetrics metrics;
    private final NameBasedGenerator ids;

    Intake(IntakeSettings settings, IntakeMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
        this.ids = Generators.nameBasedGenerator(settings.namespace());
        this.json = Payload.mapper(settings.nesting());
        this.places = new Semaphore(settings.inFlight());
        this.questions = new Semaphore(settings.questions());
        metrics.inFlight(() -> settings.inFlight() - places.availablePermits());
        metrics.questions(() -> settings.questions() - questions.availablePermits());
    }

    /** What an API answers when a request gets no further; each in its own envelope. */
    public interface Refusals {
        /** The operation's name in the metrics. */
        String operation();

        Answer busy(HttpServletRequest request);

        Answer notJson(HttpServletRequest request);

        Answer tooLarge(HttpServletRequest request);

        Answer tooSlow(HttpServletRequest request);

        Answer failed(HttpServletRequest request);
    }

    /**
     * Opens an exchange, reads the body and hands both on.
     *
     * @param usualWait how long a caller without a preference waits for the outcome
     */
    public void receive(
            HttpServletRequest request, Duration usualWait, Refusals refusals, BiConsumer<Exchange, byte[]> next)
            throws IOException {
        Optional<Exchange> opened = open(places, request, usualWait, refusals);
        if (opened.isEmpty()) {
            return;
        }
        Exchange exchange = opened.get();
        if (!isJson(request.getContentType())) {
            exchange.answer(refusals.notJson(request));
            return;
        }
        BodyReader.read(
                request,
                Math.toIntExact(settings.bodyLimit().toBytes()),
                settings.bodyTimeout(),
                body -> guarded(exchange, refusals, () -> next.accept(exchange, body)),
                () -> exchange.answer(refusals.tooLarge(request).with("Connection", "close")),
                () -> exchange.answer(refusals.tooSlow(request).with("Connection", "close")));
    }

    /**
     * Opens an exchange for a question, which has no body, and lets it be answered by a thread that may wait. Questions
     * have places of their own: however many wait for a processor that is slow, commands are accepted.
     */
    public void ask(HttpServletRequest request, Refusals refusals, Executor threads, Consumer<Exchange> next) {
        open(questions, request, Duration.ZERO, refusals)
                .ifPresent(exchange -> threads.execute(() -> guarded(exchange, refusals, () -> next.accept(exchange))));
    }

    private Optional<Exchange> open(
            Semaphore places, HttpServletRequest request, Duration usualWait, Refusals refusals) {
        Preference preference = Preference.of(request.getHeaders("Prefer"), usualWait, settings.maxWait());
        boolean placed = places.tryAcquire();
        Exchange exchange = Exchange.open(
                request,
                json,
                preference,
                // what Kafka needs to say no comes on top of the caller's wait
                settings.bodyTimeout().plus(preference.patience()).plusSeconds(10),
                () -> refusals.tooSlow(request),
                (answered, answer) -> tell(refusals.operation(), answered, answer),
                placed ? places::release : () -> {});
        if (!placed) {
            exchange.answer(refusals.busy(request).with("Retry-After", retryAfterSeconds()));
            return Optional.empty();
        }
        return Optional.of(exchange);
    }

    private void tell(String operation, Exchange exchange, Answer answer) {
        metrics.answered(operation, answer.status(), answer.code());
        if (access.isInfoEnabled()) {
            access.atInfo()
                    .addKeyValue("operation", operation)
                    .addKeyValue("status", answer.status())
                    .addKeyValue("code", answer.code())
                    .addKeyValue(
                            "correlationId",
                            exchange.correlationId().map(UUID::toString).orElse("-"))
                    .addKeyValue("millis", exchange.age().toMillis())
                    .log("answered");
        }
    }

    private static void guarded(Exchange exchange, Refusals refusals, Runnable next) {
        try {
            exchange.trace().logged(next);
        } catch (RuntimeException e) {
            exchange.trace().logged(() -> log.error("A request could not be answered", e));
            exchange.answer(refusals.failed(exchange.request()));
        }
    }

    /** Makes correlation ids, the same on every gateway. */
    public NameBasedGenerator ids() {
        return ids;
    }

    public JsonMapper json() {
        return json;
    }

    public String retryAfterSeconds() {
        return Long.toString(Math.max(1, settings.retryAfter().toSeconds()));
    }

    /** A body that does not say what it is, is taken for JSON. */
    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        String type = contentType.split(";", 2)[0].strip();
        return type.equalsIgnoreCase("application/json") || type.equalsIgnoreCase("text/json");
    }
}
