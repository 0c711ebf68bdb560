package io.caseline.tellers.inbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/** The age of the oldest command that was read and is not decided. A batch that fails stays undecided. */
@Component
final class CommandAge {
    /** Time of the first command in the batch of each consumer thread. */
    private final Map<Thread, Instant> undecided = new ConcurrentHashMap<>();

    private final InstantSource clock;

    CommandAge(InstantSource clock, MeterRegistry meters) {
        this.clock = clock;
        Gauge.builder(
                        "caseline.tellers.oldest.without.outcome",
                        this,
                        age -> age.oldest().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("Age of the oldest command that was read and has no outcome yet")
                .register(meters);
    }

    void begin(List<? extends ConsumerRecord<?, ?>> records) {
        records.stream()
                .mapToLong(ConsumerRecord::timestamp)
                .min()
                .ifPresent(first -> undecided.put(Thread.currentThread(), Instant.ofEpochMilli(first)));
    }

    void end() {
        undecided.remove(Thread.currentThread());
    }

    private Duration oldest() {
        // a stopped consumer leaves its batch to another thread
        undecided.keySet().removeIf(thread -> !thread.isAlive());
        Instant now = clock.instant();
        return undecided.values().stream()
                .min(Instant::compareTo)
                .map(first -> Duration.between(first, now))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }
}
