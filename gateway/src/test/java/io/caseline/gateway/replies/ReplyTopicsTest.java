package io.caseline.gateway.replies;

import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.messaging.testing.Kafka;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** What happens to the reply topics and their brokers while a gateway reads them. */
class ReplyTopicsTest {
    private static final String BODY = "{\"subject\":\"Card lost\"}";
    private static final String REPLIES = Topic.Names.CASES_REPLIES;
    private static final Kafka BROKER = Kafka.start();

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @Test
    void a_partition_that_is_added_is_read_from_its_beginning() throws Exception {
        try (Gateway gateway = gateway();
                Admin admin = admin()) {
            int count = partitions(admin);
            admin.createPartitions(Map.of(REPLIES, NewPartitions.increaseTo(count + 1)))
                    .all()
                    .get();
            Awaitility.await().until(() -> partitions(admin) == count + 1);
            send(count, 50); // before the gateway looks again
            Awaitility.await().until(() -> gateway.replies("not_awaited") >= 50);
        }
    }

    @Test
    void a_topic_that_is_created_again_is_read_again() throws Exception {
        try (Gateway gateway = gateway();
                Admin admin = admin()) {
            send(0, 50);
            Awaitility.await().until(() -> gateway.replies("not_awaited") >= 50);
            admin.deleteTopics(List.of(REPLIES)).all().get();
            Awaitility.await().until(() -> !admin.listTopics().names().get().contains(REPLIES));
            admin.createTopics(List.of(Topic.CASES_REPLIES.newTopic((short) 1, 1)))
                    .all()
                    .get();

            int before = gateway.replies("not_awaited");
            Awaitility.await().until(() -> {
                send(0, 1);
                return gateway.replies("not_awaited") > before;
            });
            assertThat(gateway.healthOfReplies()).isEqualTo(Status.UP);
            callersGetReplies(gateway);
        }
    }

    @Test
    void replies_are_read_on_after_a_restart_of_the_broker() throws Exception {
        try (Gateway gateway = gateway();
                Admin admin = admin()) {
            send(0, 1);
            int epoch = leaderEpoch(admin);
            BROKER.restart();
            await().until(() -> {
                send(0, 1);
                return leaderEpoch(admin) > epoch;
            });

            int before = gateway.replies("not_awaited");
            await().until(() -> {
                send(0, 1);
                return gateway.replies("not_awaited") > before;
            });
            callersGetReplies(gateway);
        }
    }

    private static void callersGetReplies(Gateway gateway) {
        gateway.processors().pauseReplies(false);
        await().until(() ->
                gateway.post(CASES, UUID.randomUUID().toString(), BODY).statusCode() == 200);
        assertThat(gateway.waiters()).isZero();
    }

    private static Gateway gateway() {
        return Gateway.start(
                "spring.kafka.bootstrap-servers=" + BROKER.bootstrapServers(),
                "caseline.replies.partition-check-interval=2s");
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()));
    }

    /** Longer than a broker needs to start. */
    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1));
    }

    /** Grows with each start of the broker. */
    private static int leaderEpoch(Admin admin) throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(new TopicPartition(REPLIES, 0), OffsetSpec.latest()))
                .partitionResult(new TopicPartition(REPLIES, 0))
                .get()
                .leaderEpoch()
                .orElseThrow();
    }

    private static int partitions(Admin admin) throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(admin.describeTopics(List.of(REPLIES))
                        .allTopicNames()
                        .get()
                        .get(REPLIES))
                .partitions()
                .size();
    }

    /** Replies that nobody waits for. */
    private static void send(int partition, int count) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKER.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                ProducerRecord<byte[], byte[]> reply =
                        new ProducerRecord<>(REPLIES, partition, new byte[] {1}, new byte[] {1});
                MessageHeaders.addCorrelationId(UUID.randomUUID(), reply.headers());
                var unused = producer.send(reply);
            }
        }
    }
}
