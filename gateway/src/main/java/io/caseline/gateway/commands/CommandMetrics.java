package io.caseline.gateway.commands;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Measures how long Kafka takes to confirm a command, and counts how waits end. */
@Component
class CommandMetrics {
    private final Timer confirmed;
    private final Timer unavailable;
    private final Counter replied;
    private final Counter timedOut;

    CommandMetrics(MeterRegistry registry) {
        confirmed = send(registry, "confirmed");
        unavailable = send(registry, "unavailable");
        replied = registry.counter("caseline.waits", "result", "replied");
        timedOut = registry.counter("caseline.waits", "result", "timed_out");
    }

    private static Timer send(MeterRegistry registry, String result) {
        return Timer.builder("caseline.kafka.send")
                .tag("result", result)
                .publishPercentileHistogram()
                .register(registry);
    }

    void sent(boolean durable, Duration duration) {
        (durable ? confirmed : unavailable).record(duration);
    }

    void waited(boolean replyCame) {
        (replyCame ? replied : timedOut).increment();
    }
}
