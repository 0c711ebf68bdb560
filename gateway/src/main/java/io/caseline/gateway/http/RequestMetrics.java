package io.caseline.gateway.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Counts responses, and what is in progress. */
@Component
class RequestMetrics {
    private final MeterRegistry registry;

    /** Kept here, because the registry's look-up costs more than the counting. */
    private final Map<ResponseKind, Counter> responses = new ConcurrentHashMap<>();

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private record ResponseKind(String operation, int status, String code) {}

    /** @param code the envelope's or document's code; "none" for a response without one */
    void responded(String operation, int status, String code) {
        responses
                .computeIfAbsent(new ResponseKind(operation, status, code), this::counter)
                .increment();
    }

    private Counter counter(ResponseKind kind) {
        return registry.counter(
                "caseline.responses",
                "operation",
                kind.operation(),
                "status",
                Integer.toString(kind.status()),
                "code",
                kind.code());
    }

    void inFlight(Supplier<Number> count) {
        Gauge.builder("caseline.in.flight", count).strongReference(true).register(registry);
    }

    void statusQueries(Supplier<Number> count) {
        Gauge.builder("caseline.status.queries", count).strongReference(true).register(registry);
    }
}
