package io.caseline.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Health responds in time, whatever the database does. */
class DatabaseHealthTest {

    @Test
    void a_check_that_hangs_is_down_and_is_not_started_again() {
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicInteger checks = new AtomicInteger();
        DatabaseHealth health = health(Duration.ofMillis(50), () -> {
            checks.incrementAndGet();
            await(hanging);
            return Health.up().build();
        });

        Health first = health.health();
        assertThat(first.getStatus()).isEqualTo(Status.DOWN);
        assertThat(first.getDetails()).containsEntry("error", "no response within 50 ms");
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(checks).hasValue(1);
        hanging.countDown();
    }

    @Test
    void a_check_in_time_says_what_it_found() {
        Health found = Health.up().withDetail("database", "PostgreSQL").build();

        assertThat(health(Duration.ofMinutes(1), () -> found).health()).isEqualTo(found);
    }

    @Test
    void a_check_that_fails_is_down() {
        DatabaseHealth health = health(Duration.ofMinutes(1), () -> {
            throw new IllegalStateException("broken");
        });

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    }

    private static DatabaseHealth health(Duration timeout, HealthIndicator check) {
        return new DatabaseHealth(check, timeout);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
