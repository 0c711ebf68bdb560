package io.caseline.messaging;

import io.caseline.messaging.OutboxTable.Backlog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.core.NestedExceptionUtils;

/**
 * How publishing goes, in metrics, health and log. Health is UP even while nothing can be published: rows wait in the
 * database, and a restart would not help.
 */
final class OutboxStatus implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(OutboxStatus.class);
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Counter published;
    private final Set<String> logged = new HashSet<>();
    private volatile boolean active;
    private volatile Backlog backlog = Backlog.NONE;
    private volatile long measuredAt;
    private volatile @Nullable Failure failure;
    private boolean measured;

    OutboxStatus(MeterRegistry meters, InstantSource clock) {
        this.clock = clock;
        published = Counter.builder("caseline.outbox.published")
                .description("Events that this instance moved from the outbox to their topic")
                .register(meters);
        Gauge.builder("caseline.outbox.active", this, status -> status.active ? 1 : 0)
                .description("1 on the instance that publishes")
                .register(meters);
        Gauge.builder("caseline.outbox.size", this, status -> status.backlog.rows())
                .description("Events that wait to be published, counted up to 100,000")
                .register(meters);
        Gauge.builder("caseline.outbox.age", this, status -> status.age().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("Age of the oldest event that waits to be published")
                .register(meters);
    }

    private record Failure(String what, Instant since) {}

    void active(boolean now) {
        if (now != active) {
            log.info(now ? "This instance publishes the events of the outbox" : "This instance has stopped publishing");
        }
        active = now;
    }

    void published(int events) {
        published.increment(events);
    }

    void succeeded() {
        if (failure == null) {
            return;
        }
        failure = null;
        logged.clear();
        log.info("The outbox works again");
    }

    /** Logs each kind of failure once until the next success. */
    void failed(Throwable e) {
        Failure before = failure;
        failure = new Failure(describe(e), before == null ? clock.instant() : before.since());
        if (logged.add(kind(e))) {
            log.warn("Events wait in the outbox, and are tried again: {}", describe(e), e);
        }
    }

    /** With the cause: what Kafka's producer throws says only that its transaction is over. */
    private static String describe(Throwable e) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        return cause.equals(e) ? e.toString() : e + ": " + cause;
    }

    private static String kind(Throwable e) {
        StringBuilder kind = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            kind.append(cause.getClass().getName()).append(' ');
        }
        return kind.toString();
    }

    /** Counts the rows behind an id, unless that was done a moment ago. */
    void measure(OutboxTable table, long behind) {
        long now = System.nanoTime();
        if (!measured || now - measuredAt >= MEASURE_EVERY.toNanos()) {
            backlog = table.backlog(behind);
            measuredAt = now;
            measured = true;
        }
    }

    private Duration age() {
        Backlog last = backlog;
        // while nothing is published, and perhaps nothing can be measured, what waited then waits still
        return last.rows() == 0 || failure == null ? last.age() : last.age().plusNanos(System.nanoTime() - measuredAt);
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up()
                .withDetail("publisher", active ? "active" : "standby")
                .withDetail("waiting", backlog.rows());
        Failure last = failure;
        if (last != null) {
            health.withDetail("failure", last.what()).withDetail("failingSince", last.since());
        }
        return health.build();
    }
}
