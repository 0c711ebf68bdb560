package io.caseline.gateway.replies;

import io.caseline.schemas.ConnectionFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads all replies, on one thread. Without a consumer group there is no rebalance to wait for, and a gateway leaves
 * nothing at the brokers. After an error it starts again at the ends: callers whose replies it missed get 202, and can
 * query the status.
 *
 * <p>Healthy when it has its positions at the ends: from then on it misses no reply.
 */
@Component("replies")
class ReplyConsumer implements SmartLifecycle, DisposableBean, HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(ReplyConsumer.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final ReplyRouter router;
    private final ReplySettings settings;
    private final Map<String, Object> consumerSettings;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "replies");
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean positioned;
    private volatile String reason = "not asked yet";

    ReplyConsumer(ReplyRouter router, ReplySettings settings, ConsumerFactory<?, ?> consumers) {
        this.router = router;
        this.settings = settings;
        this.consumerSettings = consumerSettings(consumers, settings);
    }

    /** From the factory, whose settings have what properties alone do not: SSL bundles and connection details. */
    private static Map<String, Object> consumerSettings(ConsumerFactory<?, ?> consumers, ReplySettings settings) {
        Map<String, Object> all = new HashMap<>(consumers.getConfigurationProperties());
        all.remove(ConsumerConfig.GROUP_ID_CONFIG);
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, all.get(CommonClientConfigs.CLIENT_ID_CONFIG) + "-replies");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // a re-created topic is read from its beginning
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // replies are sent outside transactions: an open transaction must not delay them
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        // the consumer notices new partitions only when it refreshes its metadata
        all.put(
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                settings.partitionCheckInterval().toMillis());
        return all;
    }

    @Override
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!isClosing()) {
            try (Consumer<byte[], byte[]> opened =
                    new KafkaConsumer<>(consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = opened;
                readUntilClosing(opened);
            } catch (RuntimeException e) {
                positioned = false;
                if (isClosing()) {
                    return;
                }
                reason = ConnectionFailure.describe(e);
                log.warn("Replies cannot be read; trying again in {} s: {}", PAUSE.toSeconds(), reason);
                log.debug("Replies cannot be read", e);
                if (isClosing(PAUSE)) {
                    return;
                }
            }
        }
    }

    private void readUntilClosing(Consumer<byte[], byte[]> consumer) {
        ReplyPartitions partitions = new ReplyPartitions(consumer);
        partitions.assignAtEnds();
        positioned = true;
        long refreshed = System.nanoTime();
        while (!isClosing()) {
            consumer.poll(POLL).forEach(router::route);
            if (System.nanoTime() - refreshed
                    > settings.partitionCheckInterval().toNanos()) {
                partitions.refresh();
                refreshed = System.nanoTime();
            }
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private boolean isClosing(Duration within) {
        try {
            return closing.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Keeps reading: while the web server shuts down, waiting callers still get their responses. */
    @Override
    public void stop() {}

    @Override
    public void destroy() throws InterruptedException {
        closing.countDown();
        Consumer<?, ?> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        thread.join(CLOSE_TIMEOUT);
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Starts after the topics and schemas exist. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 500;
    }

    @Override
    public Health health() {
        return positioned && isRunning()
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("reason", "the reply topics cannot be read: " + reason)
                        .build();
    }
}
