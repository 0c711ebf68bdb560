package io.caseline.cases.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances with clocks of their own; one is dead after ten seconds without a heartbeat. */
class InstancesTest {
    private final TestDatabase database = new TestDatabase();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong otherClock = new AtomicLong(Duration.ofDays(99).toNanos());
    private final Instances observer = instances(clock);
    private final Instances other = instances(otherClock);

    @BeforeEach
    void register() {
        observer.register();
        other.register();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void an_instance_whose_counter_moves_lives_however_long_it_takes() {
        for (int i = 0; i < 20; i++) {
            other.beat();
            seconds(4);
            assertThat(observer.beat()).isTrue();
            assertThat(observer.dead()).isEmpty();
        }
        assertThat(observer.live()).isEqualTo(2);
    }

    @Test
    void an_instance_whose_counter_stands_still_is_dead_by_the_observers_clock() {
        observer.beat();
        seconds(4);
        observer.beat();
        seconds(4);
        observer.beat();
        assertThat(observer.dead()).isEmpty();
        seconds(3);
        observer.beat();

        assertThat(observer.dead()).containsExactly(other.id());
        assertThat(observer.remove(other.id())).isTrue();
        assertThat(observer.remove(other.id())).isFalse();
        observer.beat();
        assertThat(observer.live()).isEqualTo(1);
    }

    @Test
    void an_observer_that_stood_still_itself_forgets_what_it_saw() {
        observer.beat();
        seconds(60);
        observer.beat();

        assertThat(observer.dead()).isEmpty();
        seconds(4);
        observer.beat();
        assertThat(observer.dead()).isEmpty();
    }

    @Test
    void an_instance_that_moves_at_the_last_moment_is_not_removed() {
        die();
        UUID seenDead = observer.dead().getFirst();
        other.beat();

        assertThat(observer.remove(seenDead)).isFalse();
        assertThat(other.beat()).isTrue();
    }

    @Test
    void an_instance_that_claims_at_this_moment_is_not_removed() {
        die();
        database.transaction.executeWithoutResult(status -> {
            database.jdbc
                    .sql("select 1 from instance where id = ? for key share")
                    .param(other.id())
                    .query(Integer.class)
                    .single();
            assertThat(database.elsewhere(() -> observer.remove(other.id()))).isFalse();
        });
        assertThat(observer.remove(other.id())).isTrue();
    }

    @Test
    void a_removed_instance_learns_of_it_and_joins_again_under_another_id() {
        die();
        UUID former = other.id();
        observer.remove(former);

        assertThat(other.beat()).isFalse();
        assertThat(other.isAlive()).isFalse();
        other.register();
        assertThat(other.id()).isNotEqualTo(former);
        assertThat(other.isAlive()).isTrue();
        assertThat(other.beat()).isTrue();
    }

    @Test
    void an_instance_without_a_recent_heartbeat_is_not_sure_of_its_claims() {
        assertThat(observer.isAlive()).isTrue();
        seconds(7);
        assertThat(observer.isAlive()).isTrue();
        seconds(2);
        assertThat(observer.isAlive())
                .as("before another one can take it for dead")
                .isFalse();
        observer.beat();
        assertThat(observer.isAlive()).isTrue();
        observer.unregister();
        assertThat(observer.isAlive()).isFalse();
    }

    private void die() {
        for (int i = 0; i < 4; i++) {
            observer.beat();
            seconds(4);
        }
        observer.beat();
    }

    private void seconds(int seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private Instances instances(AtomicLong time) {
        return new Instances(database.jdbc, Settings.dispatch(), time::get);
    }
}
