package io.caseline.sandbox.limits;

import io.caseline.sandbox.SandboxSettings;
import io.caseline.sandbox.faults.ActiveFaults;
import jakarta.annotation.PreDestroy;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * API calls in the last 24 hours, counted by the hour. They are counted in memory and saved every second, so
 * they survive a restart, and a crash loses at most one second.
 */
@Component
public class ApiUsage {

    private static final Duration WINDOW = Duration.ofHours(24);

    private final NavigableMap<Instant, Long> callsByHour = new TreeMap<>();
    private final Object saving = new Object();
    private Map<Instant, Long> saved = Map.of();
    private final int max;
    private final ActiveFaults faults;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    ApiUsage(
            SandboxSettings settings,
            ActiveFaults faults,
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.max = settings.dailyApiLimit();
        this.faults = faults;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        jdbc.query("SELECT hour, calls FROM api_usage", row -> {
            callsByHour.put(row.getTimestamp("hour").toInstant(), row.getLong("calls"));
        });
    }

    /** Counts a call, unless the limit has been reached. */
    public synchronized boolean count() {
        if (used() >= max) {
            return false;
        }
        callsByHour.merge(thisHour(), 1L, Long::sum);
        return true;
    }

    public synchronized long used() {
        callsByHour.headMap(clock.instant().minus(WINDOW), true).clear();
        return faults.faults().quotaUsed()
                ? max
                : callsByHour.values().stream().mapToLong(Long::longValue).sum();
    }

    public int max() {
        return max;
    }

    public synchronized void set(long calls) {
        callsByHour.clear();
        callsByHour.put(thisHour(), calls);
    }

    @PreDestroy
    @Scheduled(fixedDelay = 1000)
    void save() {
        synchronized (saving) {
            Map<Instant, Long> now = snapshot();
            if (now.equals(saved)) {
                return;
            }
            transaction.executeWithoutResult(status -> replace(now));
            saved = now;
        }
    }

    private void replace(Map<Instant, Long> rows) {
        jdbc.update("DELETE FROM api_usage");
        rows.forEach((hour, calls) ->
                jdbc.update("INSERT INTO api_usage (hour, calls) VALUES (?, ?)", Timestamp.from(hour), calls));
    }

    private synchronized Map<Instant, Long> snapshot() {
        return Map.copyOf(callsByHour);
    }

    private Instant thisHour() {
        return clock.instant().truncatedTo(ChronoUnit.HOURS);
    }
}
