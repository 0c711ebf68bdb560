package io.caseline.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.PositionsFixture.Listener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A batch that cannot be handled is tried again after pauses, for ever, and says so. */
@ExtendWith(OutputCaptureExtension.class)
class PausingBatchRetryTest {
    private final PositionsFixture fixture = new PositionsFixture();
    private final Listener listener = fixture.listener();
    private final AtomicBoolean away = new AtomicBoolean(true);
    private final AtomicInteger attempts = new AtomicInteger();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void the_listener_pauses_says_why_and_goes_on_by_itself(CapturedOutput output) {
        failWhileAway(new IllegalStateException("known: the database is away"));
        fixture.send(0, PositionsFixture.numbered("value", 10));
        listener.start();
        await().until(() -> attempts.get() >= 3);

        assertThat(listener.paused()).isEqualTo(1);
        assertThat(listener.retry.isFailing()).isTrue();
        assertThat(listener.retry.health().getStatus()).isEqualTo(Status.UP);
        assertThat(listener.retry.health().getDetails())
                .containsEntry("reason", "known: the database is away")
                .containsKey("pausedSince");
        assertThat(fixture.handled()).isEmpty();
        assertThat(fixture.position(0)).isZero();
        away.set(false);
        fixture.awaitHandled(10);

        assertThat(fixture.handled()).containsExactly(PositionsFixture.numbered("value", 10));
        await().until(() -> listener.paused() == 0);
        assertThat(listener.retry.health().getDetails()).doesNotContainKeys("reason", "pausedSince");
        assertThat(lines(output, "test is paused: known: the database is away")).isEqualTo(1);
        assertThat(lines(output, "test handles batches again")).isEqualTo(1);
        assertThat(output).doesNotContain("\tat ");
    }

    @Test
    void an_unknown_failure_is_logged_once_with_its_stack_trace(CapturedOutput output) {
        failWhileAway(new UnsupportedOperationException("never seen before"));
        fixture.send(0, "value");
        listener.start();
        await().until(() -> attempts.get() >= 3);
        away.set(false);
        fixture.awaitHandled(1);

        assertThat(lines(output, "test is paused: a batch cannot be handled")).isEqualTo(1);
        assertThat(output).contains("UnsupportedOperationException: never seen before", "\tat ");
    }

    @Test
    void a_paused_listener_keeps_its_partitions_and_what_comes_meanwhile_waits() {
        failWhileAway(new IllegalStateException("known: the database is away"));
        fixture.send(0, "first");
        listener.start();
        await().until(listener::isPaused);
        fixture.send(1, PositionsFixture.numbered("meanwhile", 20));
        away.set(false);
        fixture.awaitHandled(21);

        assertThat(fixture.handled()).doesNotHaveDuplicates().hasSize(21);
    }

    @Test
    void a_listener_that_is_stopped_during_a_pause_starts_without_it() {
        failWhileAway(new IllegalStateException("known: the database is away"));
        fixture.send(0, "value");
        listener.start();
        await().until(() -> attempts.get() >= 1);
        listener.stop();
        away.set(false);
        listener.start();
        fixture.awaitHandled(1);

        assertThat(fixture.handled()).containsExactly("value");
    }

    private void failWhileAway(RuntimeException failure) {
        listener.beforeWrite = records -> {
            if (away.get()) {
                attempts.incrementAndGet();
                throw failure;
            }
        };
    }

    private static long lines(CapturedOutput output, String part) {
        return output.getOut().lines().filter(line -> line.contains(part)).count();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
