package io.caseline.cli.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cli.KafkaConnection;
import io.caseline.messaging.testing.TestServices;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real broker. */
class RepublishCommandTest {

    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    private final String topic = "backfill-" + UUID.randomUUID();

    @SuppressWarnings("NullAway.Init")
    private StubApi api;

    @BeforeEach
    void start() throws IOException {
        api = new StubApi()
                .on("GET /events/count", "{\"events\": 2, \"to\": \"2026-01-10T00:00:00Z\"}")
                .on(
                        "GET /events",
                        "{\"items\": [%s], \"next\": \"c1\"}".formatted(event(FIRST)),
                        "{\"items\": [%s], \"next\": null}".formatted(event(SECOND)));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void events_are_written_with_key_headers_and_bytes_and_a_second_run_writes_none() throws Exception {
        createTopic();
        OperationsRun run = OperationsRun.local(api);
        assertThat(run(run)).isZero();
        assertThat(run.out()).isEqualTo("2 events written into %s, 0 were there already\n".formatted(topic));
        assertThat(api.requests())
                .containsExactly(
                        "GET /events/count?from=2026-01-09T00%3A00%3A00Z&program=gobank",
                        "GET /events?from=2026-01-09T00%3A00%3A00Z&to=2026-01-10T00%3A00%3A00Z&program=gobank&limit=500",
                        "GET /events?from=2026-01-09T00%3A00%3A00Z&to=2026-01-10T00%3A00%3A00Z&program=gobank&limit=500&cursor=c1");

        stop();
        start();
        OperationsRun again = OperationsRun.local(api);
        assertThat(run(again)).isZero();
        assertThat(again.out()).isEqualTo("0 events written into %s, 2 were there already\n".formatted(topic));

        List<ConsumerRecord<String, byte[]>> records = records();
        assertThat(records).extracting(ConsumerRecord::key).containsExactly("key", "key");
        assertThat(records)
                .extracting(record -> new String(record.value(), UTF_8))
                .containsExactly("v" + FIRST, "v" + SECOND);
        assertThat(records)
                .extracting(record ->
                        new String(record.headers().lastHeader("ce_id").value(), UTF_8))
                .containsExactly(FIRST.toString(), SECOND.toString());
    }

    @Test
    void a_dry_run_counts_only() throws Exception {
        createTopic();
        OperationsRun run = OperationsRun.local(api);
        assertThat(run(run, "--dry-run")).isZero();
        assertThat(run.out()).isEqualTo("2 events would be written into %s\n".formatted(topic));
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void a_missing_topic_is_not_created() {
        OperationsRun run = OperationsRun.local(api);
        assertThat(run(run)).isEqualTo(1);
        assertThat(run.err()).contains("has no topic " + topic + "; create it first");
    }

    @Test
    void a_topic_of_ours_is_refused() {
        OperationsRun run = OperationsRun.local(api);
        assertThat(run.run("republish", "cases", "--from", "2d", "--topic", "cases.events"))
                .isEqualTo(2);
        assertThat(run.err()).contains("cases.events is a topic of Caseline");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void no_events_is_an_exit_code_of_its_own() throws Exception {
        api.close();
        api = new StubApi().on("GET /events/count", "{\"events\": 0, \"to\": \"2026-01-10T00:00:00Z\"}");
        OperationsRun run = OperationsRun.local(api);
        assertThat(run(run)).isEqualTo(3);
        assertThat(run.out()).isEqualTo("no event was written in this time\n");
    }

    private int run(OperationsRun run, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "republish",
                "cases",
                "--from",
                "2026-01-09",
                "--program",
                "gobank",
                "--topic",
                topic,
                "--bootstrap-servers",
                TestServices.kafka().bootstrapServers(),
                "--registry",
                "http://127.0.0.1:1"));
        arguments.addAll(List.of(more));
        return run.run(arguments.toArray(String[]::new));
    }

    private void createTopic() throws Exception {
        try (Admin admin = kafka().admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static KafkaConnection kafka() {
        return new KafkaConnection(TestServices.kafka().bootstrapServers(), "http://127.0.0.1:1");
    }

    private List<ConsumerRecord<String, byte[]>> records() {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", TestServices.kafka().bootstrapServers());
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return consumer.position(partition) >= end;
            });
        }
        return records;
    }

    private static String event(UUID id) {
        return "{\"key\": \"key\", \"headers\": {\"ce_id\": \"%s\", \"content-type\": \"application/avro\"}, \"value\": \"%s\"}"
                .formatted(id, Base64.getEncoder().encodeToString(("v" + id).getBytes(UTF_8)));
    }
}
