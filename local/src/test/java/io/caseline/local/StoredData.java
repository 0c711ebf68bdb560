package io.caseline.local;

import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Secrets;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Everything that a running platform stores, by place, except the cases in Salesforce. */
final class StoredData {
    private static final List<String> DATABASES = List.of("cases", "tellers", "registry");

    private final Map<String, String> places = new LinkedHashMap<>();

    /** Reads every topic from its beginning, and every table. */
    static StoredData of(Ports ports, Secrets secrets) throws SQLException {
        StoredData stored = new StoredData();
        stored.addTopics(ports.bootstrapServers());
        for (String database : DATABASES) {
            stored.addTables(database, ports.databaseUrl(database), secrets.databasePassword(database));
        }
        return stored;
    }

    void add(String place, String content) {
        places.merge(place, content, String::concat);
    }

    /** The size of a place, to check that it was read. */
    int size(String place) {
        return places.getOrDefault(place, "").length();
    }

    /** The places that contain the text, or its hexadecimal form, as a database prints bytes. */
    List<String> placesWith(String text) {
        StringBuilder hex = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hex.append("%02x".formatted(b));
        }
        return places.entrySet().stream()
                .filter(place ->
                        place.getValue().contains(text) || place.getValue().contains(hex))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void addTopics(String brokers) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.listTopics().forEach((topic, infos) -> {
                if (!topic.startsWith("__")) {
                    infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
                }
            });
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
                records.forEach(this::add);
            }
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder content = new StringBuilder();
        content.append(text(record.key())).append('\n').append(text(record.value()));
        for (Header header : record.headers()) {
            content.append('\n').append(header.key()).append('=').append(text(header.value()));
        }
        add("topic " + record.topic(), content.append('\n').toString());
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private void addTables(String database, String url, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, database, password);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows =
                        statement.executeQuery("SELECT row_text::text FROM \"" + table + "\" AS row_text")) {
                    while (rows.next()) {
                        add("table " + database + "." + table, rows.getString(1) + "\n");
                    }
                }
            }
        }
    }
}
