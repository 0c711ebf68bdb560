package io.caseline.cases.activity;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * How many commands arrived, and how many cases were created or failed, in each minute. Each instance counts batches in
 * memory and adds its numbers to those of the others every few seconds; what cannot be added now is added later.
 */
@Component
public class Activity {
    private static final Logger log = LoggerFactory.getLogger(Activity.class);
    private static final Duration KEPT = Duration.ofDays(2);
    private static final int MINUTES = 60;

    private final ActivityStore store;
    private final InstantSource clock;
    private Map<Instant, Minute> counted = new TreeMap<>();

    Activity(ActivityStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What happened in the minute that starts at this time. */
    public record Minute(Instant minute, long received, long created, long failed) {

        Minute plus(Minute other) {
            return new Minute(minute, received + other.received, created + other.created, failed + other.failed);
        }
    }

    public void received(int commands) {
        add(commands, 0, 0);
    }

    public void decided(long created, long failed) {
        add(0, created, failed);
    }

    /** The last 60 minutes of all instances, the present one last. */
    public List<Minute> lastHour() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        Instant first = now.minus(MINUTES - 1, ChronoUnit.MINUTES);
        Map<Instant, Minute> known = store.since(first);
        return IntStream.range(0, MINUTES)
                .mapToObj(number -> first.plus(number, ChronoUnit.MINUTES))
                .map(minute -> known.getOrDefault(minute, new Minute(minute, 0, 0, 0)))
                .toList();
    }

    private void add(long received, long created, long failed) {
        if (received + created + failed > 0) {
            add(List.of(new Minute(clock.instant().truncatedTo(ChronoUnit.MINUTES), received, created, failed)));
        }
    }

    /** Called once for a batch, so a lock is cheap enough. */
    private synchronized void add(List<Minute> minutes) {
        minutes.forEach(minute -> counted.merge(minute.minute(), minute, Minute::plus));
    }

    private synchronized List<Minute> take() {
        List<Minute> minutes = List.copyOf(counted.values());
        counted = new TreeMap<>();
        return minutes;
    }

    @PreDestroy
    @Scheduled(fixedDelayString = "${caseline.activity.save-every:10s}")
    void save() {
        List<Minute> minutes = take();
        if (minutes.isEmpty()) {
            return;
        }
        try {
            store.add(minutes);
        } catch (DataAccessException | TransactionException e) {
            add(minutes);
            log.debug("The activity cannot be saved now", e);
        }
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void purge() {
        try {
            store.removeBefore(clock.instant().minus(KEPT));
        } catch (DataAccessException | TransactionException e) {
            log.debug("Old activity cannot be removed now", e);
        }
    }
}
