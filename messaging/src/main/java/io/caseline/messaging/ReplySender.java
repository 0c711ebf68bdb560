package io.caseline.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Sends replies without ever blocking the caller. A reply matters only while its caller waits, so while Kafka is
 * unavailable, replies are dropped and counted; the caller gets a 202 and can ask for the status.
 */
public final class ReplySender implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(ReplySender.class);

    /** Replies that wait to be handed to the producer. */
    private static final int CAPACITY = 10_000;

    private static final Map<String, Object> SHORT_LIVED = Map.of(
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000,
            ProducerConfig.BUFFER_MEMORY_CONFIG, 8L << 20);

    private final KafkaTemplate<String, Object> kafka;
    private final ExecutorService sender;
    private final Counter dropped;

    @SuppressWarnings("unchecked")
    ReplySender(ProducerFactory<?, ?> producers, MeterRegistry meters) {
        kafka = new KafkaTemplate<>((ProducerFactory<String, Object>) producers, SHORT_LIVED);
        sender = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(CAPACITY), runnable -> {
            Thread thread = new Thread(runnable, "replies");
            thread.setDaemon(true);
            return thread;
        });
        dropped = Counter.builder("caseline.replies.dropped")
                .description("Replies that could not be sent: their callers got a 202")
                .register(meters);
    }

    /** Never blocks, never throws. */
    public void send(ProducerRecord<String, Object> reply) {
        try {
            sender.execute(() -> produce(reply));
        } catch (RejectedExecutionException e) {
            dropped.increment();
        }
    }

    private void produce(ProducerRecord<String, Object> reply) {
        try {
            var unused = kafka.send(reply).whenComplete((sent, failure) -> {
                if (failure != null) {
                    dropped(failure);
                }
            });
        } catch (KafkaException | org.springframework.kafka.KafkaException e) {
            dropped(e);
        }
    }

    private void dropped(Throwable failure) {
        dropped.increment();
        log.debug("A reply was dropped", failure);
    }

    @Override
    public void destroy() {
        sender.shutdownNow();
        kafka.destroy();
    }
}
