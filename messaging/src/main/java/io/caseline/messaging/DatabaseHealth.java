package io.caseline.messaging;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Bounds the time of the database's health check. Unbounded, it takes as long as a connection or a response may take, up
 * to the driver's {@code socketTimeout}, if the database's host does not respond.
 */
final class DatabaseHealth implements HealthIndicator {
    private final HealthIndicator check;
    private final Duration timeout;

    /** One at a time: checks that hang must not pile up. */
    private @Nullable CompletableFuture<Health> running;

    DatabaseHealth(HealthIndicator check, Duration timeout) {
        this.check = check;
        this.timeout = timeout;
    }

    @Override
    public Health health() {
        try {
            return check().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return down("no response within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            return down(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return down("interrupted");
        }
    }

    private synchronized Future<Health> check() {
        CompletableFuture<Health> current = running;
        if (current != null && !current.isDone()) {
            return current;
        }
        CompletableFuture<Health> next = new CompletableFuture<>();
        Thread.ofVirtual().name("database-health").start(() -> {
            try {
                next.complete(check.health());
            } catch (RuntimeException | Error e) {
                next.completeExceptionally(e);
            }
        });
        running = next;
        return next;
    }

    private static Health down(String error) {
        return Health.down().withDetail("error", error).build();
    }
}
