package io.caseline.gateway.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What the gateway counts: answers by code, waits, Kafka's time to confirm, requests in flight. */
@Component
class IntakeMetrics {
    private final MeterRegistry registry;
    private final Counter answered;
    private final Counter timedOut;
    private final Timer confirmed;
    private final Timer unconfirmed;
    private final Map<AnswerKind, Counter> answers = new ConcurrentHashMap<>();

    IntakeMetrics(MeterRegistry registry) {
        this.registry = registry;
        answered = registry.counter("caseline.waits", "result", "answered");
        timedOut = registry.counter("caseline.waits", "result", "timed_out");
        confirmed = send(registry, "confirmed");
        unconfirmed = send(registry, "unavailable");
    }

    /** @param code the envelope's or document's code; "none" for an answer without one */
    void answered(String operation, int status, String code) {
        answers.computeIfAbsent(new AnswerKind(operation, status, code), this::counter)
                .increment();
    }

    /** Kept, as the registry's own look-up costs more than the counting. */
    private record AnswerKind(String operation, int status, String code) {}

    private Counter counter(AnswerKind kind) {
        return registry.counter(
                "caseline.answers",
                "operation",
                kind.operation(),
                "status",
                Integer.toString(kind.status()),
                "code",
                kind.code());
    }

    void waited(boolean outcomeCame) {
        (outcomeCame ? answered : timedOut).increment();
    }

    void sent(boolean durable, long nanos) {
        (durable ? confirmed : unconfirmed).record(Duration.ofNanos(nanos));
    }

    void inFlight(Supplier<Number> requests) {
        Gauge.builder("caseline.in.flight", requests).strongReference(true).register(registry);
    }

    void questions(Supplier<Number> asked) {
        Gauge.builder("caseline.questions", asked).strongReference(true).register(registry);
    }

    private static Timer send(MeterRegistry registry, String result) {
        return Timer.builder("caseline.kafka.send")
                .tag("result", result)
                .publishPercentileHistogram()
                .register(registry);
    }
}
