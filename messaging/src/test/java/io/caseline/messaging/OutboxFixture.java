package io.caseline.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariDataSource;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.Topic;
import io.caseline.schemas.TraceParent;
import io.caseline.schemas.registry.SchemaUrls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.awaitility.Awaitility;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.transaction.support.TransactionTemplate;

/** A database and a topic of a test's own, and publishers whose Kafka and database fail when they are told to. */
final class OutboxFixture implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(2);
    static final TraceParent TRACE = new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);

    final String name = "outbox_test_" + NUMBER.incrementAndGet();
    final String stateName = name + ".state";
    final OutboxTopics topics = new OutboxTopics(name, stateName, new SchemaUrls("https://registry.example.com"));
    final HikariDataSource dataSource = database();
    final JdbcClient jdbc = JdbcClient.create(dataSource);
    final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    private final KafkaAdmin admin =
            new KafkaAdmin(Map.of("bootstrap.servers", TestServices.kafka().bootstrapServers()));
    private final List<Publisher> publishers = new ArrayList<>();
    private final Outbox outbox = new Outbox(
            name,
            (topic, value) -> framed(value.toString()),
            new OutboxTable(jdbc, topics),
            () -> publishers.forEach(publisher -> publisher.publisher.wake()));

    OutboxFixture() {
        createTopic();
        createStateTopic();
    }

    private HikariDataSource database() {
        HikariDataSource own = new HikariDataSource();
        TestServices.postgres().createDatabase(name);
        own.setJdbcUrl(TestServices.postgres().url(name));
        own.addDataSourceProperty("options", "-c plan_cache_mode=force_custom_plan"); // as the applications do
        new ResourceDatabasePopulator(new ClassPathResource("db/messaging/V1__messaging.sql")).execute(own);
        return own;
    }

    void createTopic() {
        admin.createOrModifyTopics(new NewTopic(name, 3, (short) 1));
    }

    void createStateTopic() {
        admin.createOrModifyTopics(new NewTopic(stateName, 3, (short) 1));
    }

    void deleteTopics(String... names) {
        admin.deleteTopics(names);
    }

    /** As the registry's serializers write: the id of a schema comes first. */
    private static byte[] framed(String text) {
        byte[] content = text.getBytes(UTF_8);
        return ByteBuffer.allocate(5 + content.length)
                .putInt(1, 7)
                .put(5, content)
                .array();
    }

    Publisher publisher() {
        return publisher(LEASE);
    }

    Publisher publisher(Duration lease) {
        return publisher(lease, topics);
    }

    /** One for which the setting says that there is no topic of states. */
    Publisher publisherWithoutStates() {
        return publisher(LEASE, new OutboxTopics(name, null, topics.schemas()));
    }

    private Publisher publisher(Duration lease, OutboxTopics topics) {
        Publisher publisher = new Publisher(lease, topics);
        publishers.add(publisher);
        return publisher;
    }

    /** Adds these events in one transaction, all of the same case. */
    void add(UUID... eventIds) {
        transaction.executeWithoutResult(status ->
                outbox.add(List.of(eventIds).stream().map(OutboxFixture::event).toList()));
    }

    /** Adds an event that does not change what is so of its key. */
    void addWithoutState(UUID eventId) {
        OutboxEvent event = event(eventId);
        transaction.executeWithoutResult(status -> outbox.add(
                List.of(new OutboxEvent(event.headers(), event.key(), event.value(), event.trace(), false))));
    }

    void addOutsideOfTransaction(UUID eventId) {
        outbox.add(List.of(event(eventId)));
    }

    private static OutboxEvent event(UUID id) {
        CaseEvent value = CaseEvent.newBuilder()
                .setEventId(id)
                .setType(CaseEventType.CREATED)
                .setCorrelationId(id)
                .setProgramCode("gobank")
                .setRequestId(id)
                .setReceivedAt(NOW)
                .setOccurredAt(NOW)
                .build();
        return new OutboxEvent(
                new CloudEventHeaders(id, "io.caseline.case.created", "/caseline/case-processor", id, NOW),
                "key",
                value,
                TRACE,
                true);
    }

    long rows() {
        return jdbc.sql("select count(*) from outbox").query(Long.class).single();
    }

    /** Waits until nothing is left to publish, stops all publishers, and reads what is on the topic. */
    List<UUID> published() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> rows() == 0);
        publishers.forEach(publisher -> publisher.publisher.stop());
        return ids(records(name));
    }

    /** What is on the topic of states. */
    List<UUID> states() {
        return ids(records(stateName));
    }

    private static List<UUID> ids(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> UUID.fromString(
                        new String(record.headers().lastHeader("ce_id").value(), UTF_8)))
                .toList();
    }

    List<ConsumerRecord<byte[], byte[]>> records() {
        return records(name);
    }

    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        OutboxKafka kafka = kafka(new OutboxTopics(topic, null, topics.schemas()), () -> {
            throw new IllegalStateException("reads only");
        });
        Map<Integer, Long> ends = kafka.endOffsets();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = kafka.consumer(Map.of(0, 0L, 1, 0L, 2, 0L))) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return consumer.assignment().stream()
                        .allMatch(partition -> consumer.position(partition)
                                >= Objects.requireNonNull(ends.get(partition.partition())));
            });
        }
        return records;
    }

    private OutboxKafka kafka(OutboxTopics topics, Supplier<Producer<String, byte[]>> producers) {
        return new OutboxKafka(
                topics,
                producers,
                Map.of("bootstrap.servers", TestServices.kafka().bootstrapServers()),
                admin);
    }

    @Override
    public void close() {
        publishers.forEach(publisher -> publisher.publisher.stop());
        dataSource.close();
    }

    /** A step at which a test crashes or freezes a publisher. */
    interface Step {
        Step NOTHING = () -> {};

        void run() throws Exception;

        /** Does it once, and nothing from then on. */
        static Step once(Step step) {
            AtomicInteger left = new AtomicInteger(1);
            return () -> {
                if (left.getAndDecrement() > 0) {
                    step.run();
                }
            };
        }
    }

    /** One instance's publisher. */
    final class Publisher {
        final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        final OutboxStatus status = new OutboxStatus(meters, InstantSource.system());
        volatile Step beforeCommit = Step.NOTHING;
        volatile Step afterCommit = Step.NOTHING;
        volatile boolean databaseAway;
        private final OutboxPublisher publisher;

        private Publisher(Duration lease, OutboxTopics topics) {
            Supplier<Producer<String, byte[]>> real = OutboxKafka.producers(
                    Map.of("bootstrap.servers", TestServices.kafka().bootstrapServers()), name);
            publisher = OutboxAutoConfiguration.publisher(
                    new Database(),
                    kafka(topics, () -> withSteps(real.get())),
                    name,
                    new OutboxSettings(
                            Topic.CASES_EVENTS.topicName(),
                            null,
                            null,
                            100,
                            Duration.ofMillis(20),
                            Duration.ofMillis(1),
                            lease,
                            Duration.ofMillis(100),
                            Duration.ofSeconds(60),
                            Duration.ofDays(35)),
                    status);
        }

        Publisher start() {
            publisher.start();
            return this;
        }

        Publisher startAndAwaitActive() {
            start();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::isActive);
            return this;
        }

        void stop() {
            publisher.stop();
        }

        boolean isActive() {
            return meters.get("caseline.outbox.active").gauge().value() == 1;
        }

        @SuppressWarnings("unchecked")
        private Producer<String, byte[]> withSteps(Producer<String, byte[]> real) {
            return (Producer<String, byte[]>) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                        boolean commit = method.getName().equals("commitTransaction");
                        if (commit) {
                            beforeCommit.run();
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        } finally {
                            if (commit) {
                                afterCommit.run();
                            }
                        }
                    });
        }

        private final class Database extends DelegatingDataSource {
            Database() {
                super(dataSource);
            }

            @Override
            public Connection getConnection() throws SQLException {
                if (databaseAway) {
                    throw new SQLException("The database is away", "08001");
                }
                return super.getConnection();
            }
        }
    }
}
