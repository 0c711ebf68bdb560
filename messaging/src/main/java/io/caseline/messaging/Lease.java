package io.caseline.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Says which instance does a work that one alone should do. A lease lasts a set time of the database's clock and is renewed
 * well before. Two instances can believe for a moment to have it (one was frozen), so the work itself has to bear that. Used
 * by one thread.
 */
public final class Lease {
    private final LockProvider locks;
    private final String name;
    private final Duration lasts;
    private @Nullable SimpleLock lock;
    private long renewedAt;

    /** @param name of the work */
    public Lease(DataSource database, String name, Duration lasts) {
        this.locks = locks(database);
        this.name = name;
        this.lasts = lasts;
    }

    /** A name of its own for each holder: one that lost its lease must not renew another's on the same host. */
    private static LockProvider locks(DataSource database) {
        return new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                .withJdbcTemplate(new JdbcTemplate(database))
                .withLockedByValue(UUID.randomUUID().toString())
                .usingDbTime()
                .build());
    }

    /** Gets or renews the lease if that is due; false if another instance has it, or this one has lost it. */
    public boolean hold() {
        SimpleLock held = lock;
        long now = System.nanoTime();
        if (held != null && now - renewedAt < lasts.toNanos() * 3 / 10) {
            return true;
        }
        Optional<SimpleLock> renewed = held == null
                // the database's clock counts, not this instant
                ? locks.lock(new LockConfiguration(Instant.EPOCH, name, lasts, Duration.ZERO))
                : held.extend(lasts, Duration.ZERO);
        lock = renewed.orElse(null);
        renewedAt = now;
        return lock != null;
    }

    /** The next {@link #hold} asks the database. */
    void doubt() {
        renewedAt = System.nanoTime() - lasts.toNanos();
    }

    /** Another instance can have it at once. */
    public void release() {
        SimpleLock held = lock;
        lock = null;
        if (held != null) {
            held.unlock();
        }
    }
}
