package io.caseline.schemas.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties.EOSMode;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.util.backoff.FixedBackOff;

@ExtendWith(OutputCaptureExtension.class)
class LaneTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Timer timer = new Timer();
    private final MockConsumer<Object, Object> consumer = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
    private final ConcurrentKafkaListenerContainerFactory<Object, Object> containers =
            new ConcurrentKafkaListenerContainerFactory<>();
    private final ConcurrentMessageListenerContainer<Object, Object> container;
    private final List<String> tries = new ArrayList<>();
    private final Lane lane = new Lane(
            "cases",
            timer,
            InstantSource.fixed(NOW),
            new FixedBackOff(PAUSE.toMillis(), FixedBackOff.UNLIMITED_ATTEMPTS),
            e -> e instanceof OrgAway ? Optional.of("The org is away") : Optional.empty(),
            () -> tries.add("try"));

    LaneTest() {
        containers.setConsumerFactory(new DefaultKafkaConsumerFactory<>(Map.of()));
        container = containers.createContainer("topic");
        lane.take(containers);
    }

    @Test
    void a_rebalance_is_no_trouble_and_the_batch_comes_at_once() {
        fails(rebalance());

        assertThat(container.isPauseRequested()).isFalse();
        assertThat(lane.isTroubled()).isFalse();
    }

    @Test
    void a_group_that_is_slow_to_settle_is_waited_for_a_little_and_quietly(CapturedOutput output) {
        List<Duration> waits = new ArrayList<>();
        fails(rebalance());
        for (int i = 0; i < 4; i++) {
            fails(rebalance());
            waits.add(timer.runNext());
        }

        assertThat(waits)
                .containsExactly(
                        Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
        assertThat(lane.isTroubled()).isFalse();
        assertThat(output).doesNotContain("holds");
    }

    @Test
    void rebalances_without_end_hold_the_lane_until_a_batch_is_done(CapturedOutput output) {
        for (int i = 0; i < 5; i++) {
            fails(rebalance());
            timer.runAll();
        }
        fails(rebalance());

        assertThat(container.isPauseRequested()).isTrue();
        assertThat(lane.isTroubled()).isTrue();
        assertThat(output).contains("cases holds");
        assertThat(timer.runNext()).isEqualTo(PAUSE);
        succeeds();
        assertThat(lane.isTroubled()).isFalse();

        fails(rebalance());
        assertThat(container.isPauseRequested()).isFalse();
    }

    @Test
    void batches_done_in_between_keep_rebalances_everyday() {
        for (int i = 0; i < 20; i++) {
            fails(rebalance());
            succeeds();
        }

        assertThat(container.isPauseRequested()).isFalse();
        assertThat(lane.isTroubled()).isFalse();
    }

    @Test
    void a_fenced_producer_and_whatever_else_fails_a_commit_is_no_rebalance() {
        fails(new IllegalStateException(new ProducerFencedException("fenced")));
        assertThat(timer.runNext()).isEqualTo(PAUSE);
        fails(withCause(new CommitFailedException("of another cause"), new ProducerFencedException("fenced")));
        assertThat(timer.runNext()).isEqualTo(PAUSE);
        assertThat(tries).hasSize(2);
    }

    @Test
    void trouble_is_told_once_and_so_is_its_end(CapturedOutput output) {
        for (int i = 0; i < 3; i++) {
            fails(new IllegalStateException(new OrgAway()));
            timer.runNext();
        }
        succeeds();
        succeeds();

        assertThat(output.getOut().lines().filter(line -> line.contains("ERROR")))
                .singleElement()
                .asString()
                .endsWith("cases holds: The org is away. Commands wait in Kafka; none fails");
        assertThat(output.getOut().lines().filter(line -> line.endsWith("cases goes on")))
                .hasSize(1);
        assertThat(output).doesNotContain("\tat ");
    }

    @Test
    void trouble_that_nobody_foresaw_is_told_with_its_stack_trace(CapturedOutput output) {
        fails(new IllegalStateException("unforeseen"));

        assertThat(output).contains("cases holds: a batch could not be brought to its end", "\tat ");
    }

    private static Exception rebalance() {
        return new CommitFailedException("of another generation");
    }

    private static Exception withCause(Exception e, Exception cause) {
        e.initCause(cause);
        return e;
    }

    private void fails(Exception e) {
        lane.processBatch(ConsumerRecords.empty(), List.of(), consumer, container, e, false, EOSMode.V2);
        ends().clearThreadState(consumer);
    }

    private void succeeds() {
        ends().success(ConsumerRecords.empty(), consumer);
        ends().clearThreadState(consumer);
    }

    /** As a container has it. */
    private BatchInterceptor<Object, Object> ends() {
        return Objects.requireNonNull(containers.createContainer("topic").getBatchInterceptor());
    }

    private static final class OrgAway extends RuntimeException {}

    /** Runs what is due when a test says so. */
    private static final class Timer extends SimpleAsyncTaskScheduler {
        private record Task(Runnable task, Instant at) {}

        private final Queue<Task> tasks = new ArrayDeque<>();

        @Override
        @SuppressWarnings("NullAway") // nobody asks for it
        public ScheduledFuture<?> schedule(Runnable task, Instant at) {
            tasks.add(new Task(task, at));
            return null;
        }

        /** @return how long it would have waited */
        Duration runNext() {
            Task next = tasks.remove();
            next.task().run();
            return Duration.between(NOW, next.at());
        }

        void runAll() {
            while (!tasks.isEmpty()) {
                runNext();
            }
        }
    }
}
