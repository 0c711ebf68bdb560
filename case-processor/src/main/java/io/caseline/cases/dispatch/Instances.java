package io.caseline.cases.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which instances are alive. Each increments a counter; one whose counter does not change for some time is dead. That
 * time is measured by the observer's monotonic clock, so that no two clocks are compared.
 */
@Component
class Instances {
    private static final Logger log = LoggerFactory.getLogger(Instances.class);

    private final JdbcClient jdbc;
    private final DispatchSettings settings;
    private final LongSupplier nanoTime;
    private final Map<UUID, Seen> others = new HashMap<>();
    private volatile UUID id = UUID.randomUUID();
    private volatile long lastBeat;
    private volatile boolean registered;

    private record Seen(long counter, long at) {}

    private record Row(UUID id, long counter) {}

    @Autowired
    Instances(JdbcClient jdbc, DispatchSettings settings) {
        this(jdbc, settings, System::nanoTime);
    }

    Instances(JdbcClient jdbc, DispatchSettings settings, LongSupplier nanoTime) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    UUID id() {
        return id;
    }

    /** Registers this instance under a new id: claims in the name of an old one are not its any more. */
    synchronized void register() {
        UUID fresh = UUID.randomUUID();
        long before = nanoTime.getAsLong();
        jdbc.sql("insert into instance (id, counter) values (?, 0)")
                .param(fresh)
                .update();
        id = fresh;
        lastBeat = before;
        registered = true;
    }

    /**
     * Raises this instance's counter, and looks at the others'.
     *
     * @return false if another instance has declared this one dead
     */
    synchronized boolean beat() {
        long before = nanoTime.getAsLong();
        boolean alive = jdbc.sql("update instance set counter = counter + 1 where id = ?")
                        .param(id)
                        .update()
                == 1;
        if (!alive) {
            registered = false;
            return false;
        }
        if (before - lastBeat > settings.deadAfter().toNanos() / 2) {
            others.clear(); // this instance stood still itself: what it read before proves nothing
        }
        lastBeat = before;
        Map<UUID, Seen> seen = new HashMap<>();
        for (Row row : jdbc.sql("select id, counter from instance where id <> ?")
                .param(id)
                .query(Row.class)
                .list()) {
            Seen known = others.get(row.id());
            seen.put(
                    row.id(),
                    known != null && known.counter() == row.counter() ? known : new Seen(row.counter(), before));
        }
        others.clear();
        others.putAll(seen);
        return true;
    }

    /** Instances whose counter has stood still for too long. */
    synchronized List<UUID> dead() {
        long now = nanoTime.getAsLong();
        List<UUID> dead = new ArrayList<>();
        others.forEach((other, seen) -> {
            if (now - seen.at() > settings.deadAfter().toNanos()) {
                dead.add(other);
            }
        });
        return dead;
    }

    /**
     * Removes a dead instance in the caller's transaction; false if it is alive after all, or claims in a
     * transaction that is still open: the database ends that soon.
     */
    synchronized boolean remove(UUID dead) {
        Seen seen = others.get(dead);
        boolean removed =
                seen != null && jdbc.sql("""
                        delete from instance where id in (
                            select id from instance where id = ? and counter = ? for update skip locked)""").params(dead, seen.counter()).update() == 1;
        if (removed) {
            log.warn("Instance {} is dead; releasing its claims", dead);
        }
        return removed;
    }

    synchronized int live() {
        return others.size() + 1;
    }

    /** Whether no other instance can have declared this one dead yet: its claims are its own. */
    boolean isAlive() {
        return registered
                && nanoTime.getAsLong() - lastBeat < settings.deadAfter().toNanos() * 8 / 10;
    }

    /** Takes this instance out, in the caller's transaction. */
    synchronized void unregister() {
        registered = false;
        jdbc.sql("delete from instance where id = ?").param(id).update();
    }
}
