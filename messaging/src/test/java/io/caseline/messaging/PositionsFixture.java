package io.caseline.messaging;

import com.zaxxer.hikari.HikariDataSource;
import io.caseline.messaging.testing.TestServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.backoff.FixedBackOff;

/** A database and a topic of a test's own, and listeners that write what they handle into a table. */
final class PositionsFixture implements AutoCloseable {
    static final int PARTITIONS = 3;

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<String, Object> KAFKA =
            Map.of("bootstrap.servers", TestServices.kafka().bootstrapServers());

    final String topic = "positions_test_" + NUMBER.incrementAndGet();
    final HikariDataSource dataSource = new HikariDataSource();
    final JdbcClient jdbc;
    final TransactionTemplate transaction;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final PositionGaps gaps;
    private final Admin admin = Admin.create(KAFKA);
    private final KafkaProducer<String, String> producer =
            new KafkaProducer<>(KAFKA, new StringSerializer(), new StringSerializer());
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private final List<Listener> listeners = new ArrayList<>();

    PositionsFixture() {
        dataSource.setDataSource(TestServices.postgres().createDatabase(topic));
        new ResourceDatabasePopulator(new ClassPathResource("db/messaging/V1__messaging.sql")).execute(dataSource);
        jdbc = JdbcClient.create(dataSource);
        jdbc.sql("create table handled (id serial, value text)").update();
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        gaps = new PositionGaps(jdbc, meters);
        scheduler.initialize();
        createTopic();
    }

    void createTopic() {
        done(() -> admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                .all()
                .get());
    }

    void deleteTopic() {
        done(() -> admin.deleteTopics(List.of(topic)).all().get());
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !admin.listTopics().names().get().contains(topic));
    }

    void deleteRecordsBefore(int partition, long offset) {
        done(() -> admin.deleteRecords(
                        Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get());
    }

    void addPartitions() {
        done(() -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(PARTITIONS + 1)))
                .all()
                .get());
    }

    void deleteGroup() {
        done(() -> admin.deleteConsumerGroups(List.of(topic)).all().get());
    }

    private interface KafkaAction {
        Object run() throws ExecutionException, InterruptedException;
    }

    private static void done(KafkaAction action) {
        try {
            var unused = action.run();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void send(int partition, String... values) {
        for (String value : values) {
            done(() -> producer.send(new ProducerRecord<>(topic, partition, "key", value))
                    .get());
        }
    }

    /** Values by their prefix and a number. */
    static String[] numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(number -> prefix + number).toArray(String[]::new);
    }

    List<String> handled() {
        return jdbc.sql("select value from handled order by id")
                .query(String.class)
                .list();
    }

    long position(int partition) {
        return jdbc.sql("select next_offset from listener_position where topic = ? and partition_number = ?")
                .params(topic, partition)
                .query(Long.class)
                .single();
    }

    void awaitHandled(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> handled().size() >= count);
    }

    Listener listener() {
        Listener listener = new Listener();
        listeners.add(listener);
        return listener;
    }

    void stopListeners() {
        listeners.forEach(Listener::stop);
    }

    @Override
    public void close() {
        stopListeners();
        scheduler.destroy();
        producer.close();
        admin.close();
        dataSource.close();
    }

    /** What a test does within a listener's transaction. */
    interface Step {
        void run(List<ConsumerRecord<String, String>> records);
    }

    /** One instance's listener. */
    final class Listener {
        final ListenerPositions positions =
                new ListenerPositions(topic, new PositionStore(jdbc, transaction, meters), new KafkaAdmin(KAFKA));
        final SimpleMeterRegistry retryMeters = new SimpleMeterRegistry();
        final PausingBatchRetry retry = new PausingBatchRetry(
                "test",
                positions,
                scheduler,
                InstantSource.system(),
                new FixedBackOff(200, FixedBackOff.UNLIMITED_ATTEMPTS),
                e -> Optional.ofNullable(e.getMessage()).filter(message -> message.startsWith("known: ")),
                retryMeters);
        volatile Step beforeWrite = records -> {};
        volatile Step afterCommit = records -> {};
        private final ConcurrentMessageListenerContainer<String, String> container;

        private Listener() {
            var containers = new ConcurrentKafkaListenerContainerFactory<String, String>();
            containers.setConsumerFactory(new DefaultKafkaConsumerFactory<>(
                    Map.of(
                            "bootstrap.servers",
                            TestServices.kafka().bootstrapServers(),
                            "group.id",
                            topic,
                            "auto.offset.reset",
                            "earliest",
                            "enable.auto.commit",
                            false,
                            "metadata.max.age.ms",
                            500,
                            "isolation.level",
                            "read_committed"),
                    new StringDeserializer(),
                    new StringDeserializer()));
            retry.configure(containers);
            container = containers.createContainer(topic);
            container.getContainerProperties().setPollTimeout(100);
            container.setupMessageListener((BatchMessageListener<String, String>) this::receive);
        }

        private void receive(List<ConsumerRecord<String, String>> records) {
            transaction.executeWithoutResult(status -> {
                List<ConsumerRecord<String, String>> fresh = positions.advance(records);
                beforeWrite.run(fresh);
                fresh.forEach(record -> jdbc.sql("insert into handled (value) values (?)")
                        .param(record.value())
                        .update());
            });
            afterCommit.run(records);
        }

        Listener start() {
            container.start();
            return this;
        }

        void stop() {
            container.stop();
        }

        double paused() {
            return retryMeters.get("caseline.listener.paused").gauge().value();
        }

        boolean isPaused() {
            return container.isPauseRequested();
        }
    }
}
