package io.caseline.cli.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cli.CliException;
import io.caseline.cli.KafkaConnection;
import io.caseline.cli.RegisteredSchema;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLoadOnKafkaTest {

    private static final String DIRECTORY = Topic.TELLERS_DIRECTORY.topicName();
    private static final String DEAD = Topic.TELLERS_DIRECTORY_DEAD.topicName();
    private static final String MERCHANT = "{\"kind\": \"merchant\", \"merchantId\": \"m-%s\", \"enabled\": true}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<String> console = new ArrayList<>();

    @BeforeAll
    static void createTopicsAndSchema() throws Exception {
        try (Admin admin = messaging().admin()) {
            admin.createTopics(List.of(new NewTopic(DIRECTORY, 2, (short) 1), new NewTopic(DEAD, 2, (short) 1)))
                    .all()
                    .get();
        }
        RegisteredSchema.of(Topic.TELLERS_DIRECTORY);
    }

    @Test
    void a_file_is_loaded_when_teller_processor_has_stored_all_entries() throws Exception {
        assertThat(loaded(file(3), Set.of())).isTrue();
        assertThat(console.getLast()).startsWith("teller-processor has applied the file; ");
    }

    @Test
    void an_entry_that_teller_processor_cannot_store_fails_the_load_and_is_reported_with_its_line() throws Exception {
        assertThat(loaded(file(5), Set.of("2", "5"))).isFalse();
        console.clear();
        assertThat(loaded(file(3), Set.of("2"))).isFalse();
        assertThat(console)
                .endsWith(
                        "line 2: no key opens its sealed name",
                        "teller-processor could not store 1 of 3 entries; these entities are unchanged. The entries are"
                                + " in tellers.directory.dlt; load them again when the cause is fixed")
                .noneMatch(line -> line.contains("has applied"));
    }

    @Test
    void without_waiting_it_says_where_rejected_entries_will_be() throws Exception {
        long before = written();
        assertThat(load(file(3)).run(messaging(), DirectoryLoadOnKafkaTest::sealing, false))
                .isTrue();
        assertThat(written() - before).isEqualTo(3);
        assertThat(console.getLast())
                .isEqualTo("entries that teller-processor cannot store will be in tellers.directory.dlt");
    }

    @Test
    void invalid_lines_are_skipped_on_request() throws Exception {
        Path file = Files.writeString(
                folder.resolve("faulty.ndjson"), MERCHANT.formatted("1") + "no JSON\n" + MERCHANT.formatted("2"));
        long before = written();
        var load = new DirectoryLoad(file, null, true, console::add, InstantSource.system());

        assertThat(load.run(messaging(), DirectoryLoadOnKafkaTest::sealing, false))
                .isTrue();
        assertThat(written() - before).isEqualTo(2);
        assertThat(console)
                .anyMatch(line -> line.startsWith("line 2: is not valid JSON"))
                .anyMatch(line -> line.startsWith("loaded 2 merchants, skipped 1 invalid lines; "));
    }

    @Test
    void a_file_that_changes_between_its_two_readings_is_reported() throws Exception {
        Path file = file(3);
        for (String now : List.of(MERCHANT.formatted("1"), MERCHANT.formatted("1") + "no JSON\n")) {
            Files.writeString(file, MERCHANT.formatted("1") + MERCHANT.formatted("2"));
            assertThatThrownBy(() -> load(file)
                            .run(
                                    messaging(),
                                    () -> {
                                        overwrite(file, now);
                                        return sealing();
                                    },
                                    true))
                    .isInstanceOf(CliException.class)
                    .hasMessage("%s has changed since it was checked, with 1 entries loaded; load it again"
                            .formatted(file));
        }
    }

    @Test
    void a_record_that_kafka_refuses_ends_the_load_and_the_number_of_written_entries_is_reported() throws Exception {
        String name = "x".repeat(100);
        Path file = Files.writeString(
                folder.resolve("large.ndjson"),
                MERCHANT.formatted("1")
                        + "{\"kind\": \"teller\", \"merchantId\": \"m-1\", \"tellerId\": \"t-1\", \"status\": \"Active\", \"firstName\": \"%s\", \"lastName\": \"%s\"}\n"
                                .formatted(name, name));
        long before = written();
        maxRecordBytes("400");
        try {
            assertThatThrownBy(() -> load(file).run(messaging(), DirectoryLoadOnKafkaTest::sealing, true))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining(
                            "the directory could not be written beyond 1 entries (RecordTooLargeException")
                    .hasMessageEndingWith("load it again when the cause is fixed");
        } finally {
            maxRecordBytes("1048588");
        }
        assertThat(written() - before).isEqualTo(1);
        assertThat(console).noneMatch(line -> line.startsWith("loaded"));
    }

    @Test
    void a_teller_processor_that_reads_nothing_is_reported_with_the_number_of_records_left() {
        var lag = new DirectoryLag(messaging(), Map.of(new TopicPartition("elsewhere", 0), 7L));
        List<Long> left = new ArrayList<>();

        assertThatThrownBy(() -> lag.awaitZero(left::add, Duration.ofMillis(500)))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("teller-processor has read nothing for 0 s, with 7 records left");
        assertThat(left).containsExactly(7L);
    }

    @Test
    void a_kafka_that_stays_unavailable_is_reported() {
        var lag = new DirectoryLag(
                new KafkaConnection("127.0.0.1:1", messaging().registry()),
                Map.of(new TopicPartition("elsewhere", 0), 7L));

        assertThatThrownBy(() -> lag.awaitZero(left -> {}, Duration.ofMillis(500)))
                .isInstanceOf(CliException.class)
                .hasMessageStartingWith(
                        "the directory is in Kafka, but Kafka did not return the offsets of teller-processor: ");
    }

    private Path file(int merchants) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= merchants; i++) {
            lines.append(MERCHANT.formatted(i));
        }
        return Files.writeString(folder.resolve("merchants.ndjson"), lines);
    }

    private boolean loaded(Path file, Set<String> rejectedLines) throws Exception {
        Processor processor = new Processor(rejectedLines);
        try {
            return load(file).run(messaging(), DirectoryLoadOnKafkaTest::sealing, true);
        } finally {
            processor.stop();
        }
    }

    private DirectoryLoad load(Path file) {
        return new DirectoryLoad(file, null, false, console::add, InstantSource.system());
    }

    private static KafkaConnection messaging() {
        return new KafkaConnection(TestServices.kafka().bootstrapServers(), TestServices.registryUrl());
    }

    private static Sealing sealing() {
        return Sealing.from(TestServices.sealingKeys());
    }

    private static void overwrite(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void maxRecordBytes(String bytes) throws Exception {
        try (Admin admin = messaging().admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, DIRECTORY),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    /** How many records the directory's topic has. */
    private static long written() {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(bytes())) {
            return consumer
                    .endOffsets(List.of(new TopicPartition(DIRECTORY, 0), new TopicPartition(DIRECTORY, 1)))
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static Map<String, Object> bytes() {
        return Map.of(
                "bootstrap.servers",
                TestServices.kafka().bootstrapServers(),
                "group.id",
                "teller-directory",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class);
    }

    /** Reads like teller-processor, and sends some lines to the dead-letter topic. */
    private static final class Processor {

        private final AtomicBoolean stopped = new AtomicBoolean();
        private final CompletableFuture<Void> running;

        Processor(Set<String> rejectedLines) {
            running = CompletableFuture.runAsync(() -> run(rejectedLines));
        }

        private void run(Set<String> rejectedLines) {
            try (var consumer = new KafkaConsumer<byte[], byte[]>(bytes());
                    var producer = new KafkaProducer<byte[], byte[]>(
                            Map.of("bootstrap.servers", TestServices.kafka().bootstrapServers()),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())) {
                consumer.subscribe(List.of(DIRECTORY));
                while (!stopped.get()) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                        String line = Optional.ofNullable(record.headers().lastHeader("caseline-line"))
                                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                                .orElse("");
                        if (rejectedLines.contains(line)) {
                            var letter =
                                    new ProducerRecord<>(DEAD, null, record.key(), record.value(), record.headers());
                            letter.headers()
                                    .add(
                                            "kafka_dlt-exception-message",
                                            "no key opens its sealed name".getBytes(StandardCharsets.UTF_8));
                            var unused = producer.send(letter);
                        }
                    }
                    producer.flush();
                    consumer.commitSync();
                }
            }
        }

        void stop() {
            stopped.set(true);
            running.join();
        }
    }
}
