package io.caseline.gateway.commands;

import io.caseline.gateway.commands.CommandSender.Delivery;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Measures how long Kafka takes to confirm a command, and counts how waits end. */
@Component
class CommandMetrics {
    private final Timer confirmed;
    private final Timer unconfirmed;
    private final Counter replied;
    private final Counter timedOut;
    private final Counter unavailable;

    CommandMetrics(MeterRegistry registry) {
        confirmed = send(registry, "confirmed");
        unconfirmed = send(registry, "unavailable");
        replied = registry.counter("caseline.waits", "result", "replied");
        timedOut = registry.counter("caseline.waits", "result", "timed_out");
        unavailable = registry.counter("caseline.waits", "result", "unavailable");
    }

    private static Timer send(MeterRegistry registry, String result) {
        return Timer.builder("caseline.kafka.send")
                .tag("result", result)
                .publishPercentileHistogram()
                .register(registry);
    }

    void sent(boolean durable, Duration duration) {
        (durable ? confirmed : unconfirmed).record(duration);
    }

    /** How the wait of a caller ended, other than by the caller. */
    void waited(Delivery delivery) {
        Counter counter = switch (delivery) {
            case Delivery.Replied reply -> replied;
            case Delivery.Durable durable -> timedOut;
            case Delivery.Unavailable failure -> unavailable;
        };
        counter.increment();
    }
}
