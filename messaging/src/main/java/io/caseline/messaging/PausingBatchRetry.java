package io.caseline.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Retries a batch without limit. After a failure the consumer seeks back to the batch and the container pauses: it keeps
 * polling, and so keeps its partitions, but gets no records until the pause is over. Each pause is longer than the one before. For listeners
 * that may see a batch twice, or keep {@link ListenerPositions}.
 */
public final class PausingBatchRetry implements CommonErrorHandler, HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(PausingBatchRetry.class);

    /** A rebalance moves positions once or twice; what comes more often in a row is a failure like any other. */
    private static final int USUAL_MOVES = 5;

    private final String listener;
    private final @Nullable ListenerPositions positions;
    private final TaskScheduler scheduler;
    private final InstantSource clock;
    private final BackOff backOff;
    private final ListenerFailure failure;
    private @Nullable BackOffExecution pauses;
    private boolean paused;
    private int moves;

    /**
     * @param listener the listener's name in logs, health and metrics
     * @param positions the listener's positions; null for a listener that reads from its group's offsets
     * @param backOff pauses between tries
     * @param describe says why a batch failed, for failures that the application knows; others are logged with their stack
     *     trace. Each reason is logged once in a row
     */
    public PausingBatchRetry(
            String listener,
            @Nullable ListenerPositions positions,
            TaskScheduler scheduler,
            InstantSource clock,
            BackOff backOff,
            Function<Throwable, Optional<String>> describe,
            MeterRegistry meters) {
        this.listener = listener;
        this.positions = positions;
        this.scheduler = scheduler;
        this.clock = clock;
        this.backOff = backOff;
        this.failure = new ListenerFailure(listener, clock, describe);
        Gauge.builder("caseline.listener.paused", this, retry -> retry.isFailing() ? 1 : 0)
                .tag("listener", listener)
                .description("1 while a batch of the listener cannot be handled and is tried again")
                .register(meters);
    }

    /** The containers of a batch listener with this kind of retry, beside the application's own settings. */
    public ConcurrentKafkaListenerContainerFactory<Object, Object> containers(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer, ConsumerFactory<Object, Object> consumers) {
        var containers = new ConcurrentKafkaListenerContainerFactory<>();
        configurer.configure(containers, consumers);
        configure(containers);
        return containers;
    }

    void configure(ConcurrentKafkaListenerContainerFactory<?, ?> factory) {
        factory.setBatchListener(true);
        factory.getContainerProperties().setAckMode(AckMode.BATCH);
        factory.getContainerProperties().setKafkaAwareTransactionManager(null);
        if (positions != null) {
            factory.getContainerProperties().setConsumerRebalanceListener(positions);
            // nothing is read from the group's offsets, so nobody waits for their commit
            factory.getContainerProperties().setSyncCommits(false);
        }
        factory.setCommonErrorHandler(this);
        factory.setBatchInterceptor(afterBatch());
    }

    private <K, V> BatchInterceptor<K, V> afterBatch() {
        return new BatchInterceptor<>() {
            @Override
            public ConsumerRecords<K, V> intercept(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
                return records;
            }

            @Override
            public void success(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
                succeeded();
            }
        };
    }

    /** Whether a batch has failed since the last one that was handled. */
    public boolean isFailing() {
        return failure.isPresent();
    }

    @Override
    public void handleBatch(
            Exception exception,
            ConsumerRecords<?, ?> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable invokeListener) {
        seekAgain(records, consumer);
        failed(exception, container);
    }

    @Override
    public boolean seeksAfterHandling() {
        return true;
    }

    @Override
    public boolean isAckAfterHandle() {
        return false;
    }

    private void seekAgain(ConsumerRecords<?, ?> records, Consumer<?, ?> consumer) {
        Map<TopicPartition, Long> first = new HashMap<>();
        for (ConsumerRecord<?, ?> record : records) {
            first.merge(new TopicPartition(record.topic(), record.partition()), record.offset(), Math::min);
        }
        first.keySet().retainAll(consumer.assignment());
        first.forEach(consumer::seek);
        if (positions != null) {
            positions.seek(consumer, first.keySet());
        }
    }

    private synchronized void failed(Exception exception, MessageListenerContainer container) {
        boolean moved = ListenerFailure.causes(exception).anyMatch(PositionMovedException.class::isInstance);
        moves = moved ? moves + 1 : 0;
        if (moved && moves <= USUAL_MOVES) {
            log.info("{}: positions moved during a batch; it is read again", listener);
            return;
        }
        if (pauses == null) {
            pauses = backOff.start();
        }
        failure.set(exception);
        pause(container, pauses.nextBackOff());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the scheduler logs what a task throws
    private void pause(MessageListenerContainer container, long millis) {
        if (paused) {
            return;
        }
        paused = true;
        container.pause();
        scheduler.schedule(() -> resume(container), clock.instant().plusMillis(millis));
    }

    private synchronized void resume(MessageListenerContainer container) {
        paused = false;
        container.resume();
    }

    private synchronized void succeeded() {
        moves = 0;
        pauses = null;
        failure.clear();
    }

    @Override
    public Health health() {
        return failure.health();
    }
}
