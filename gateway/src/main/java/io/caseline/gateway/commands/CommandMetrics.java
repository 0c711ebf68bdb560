package io.caseline.gateway.commands;

import io.caseline.gateway.commands.CommandSender.Delivery;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Measures how long Kafka takes to confirm a command, and how long callers wait for the reply. */
@Component
class CommandMetrics {
    /** From a lone case on a fast org to the longest wait that a caller may ask for. */
    private static final Duration[] WAITS = Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Timer confirmed;
    private final Timer unconfirmed;
    private final Timer replied;
    private final Timer timedOut;
    private final Timer unavailable;

    CommandMetrics(MeterRegistry registry) {
        confirmed = send(registry, "confirmed");
        unconfirmed = send(registry, "unavailable");
        replied = wait(registry, "replied");
        timedOut = wait(registry, "timed_out");
        unavailable = wait(registry, "unavailable");
    }

    private static Timer send(MeterRegistry registry, String result) {
        return Timer.builder("caseline.kafka.send")
                .tag("result", result)
                .publishPercentileHistogram()
                .register(registry);
    }

    private static Timer wait(MeterRegistry registry, String result) {
        return Timer.builder("caseline.waits")
                .tag("result", result)
                .serviceLevelObjectives(WAITS)
                .register(registry);
    }

    void sent(boolean durable, Duration duration) {
        (durable ? confirmed : unconfirmed).record(duration);
    }

    /** How the wait of a caller ended, other than by the caller. */
    void waited(Delivery delivery, Duration duration) {
        Timer timer = switch (delivery) {
            case Delivery.Replied reply -> replied;
            case Delivery.Durable durable -> timedOut;
            case Delivery.Unavailable failure -> unavailable;
        };
        timer.record(duration);
    }
}
