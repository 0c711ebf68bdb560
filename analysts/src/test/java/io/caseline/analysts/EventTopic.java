package io.caseline.analysts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caseline.messages.CaseEvent;
import io.caseline.messaging.testing.Kafka;
import io.caseline.messaging.testing.Registry;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code cases.events} of an installation that is upgraded: first events of version 1 of the schema, later those of version
 * 2, written as the publisher writes them, and before each of these a transaction that is aborted.
 */
final class EventTopic implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path RELEASED = Path.of("..", "schemas", "released");
    private static final int CONFLUENT = 0;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Kafka kafka = Kafka.start();
    private final Registry registry = Registry.start();
    private final CaseLives lives = new CaseLives();
    private final KafkaProducer<String, byte[]> producer;

    EventTopic() throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", brokers()))) {
            admin.createTopics(List.of(
                            Topic.CASES_EVENTS.newTopic((short) -1, 0), Topic.TELLERS_EVENTS.newTopic((short) -1, 0)))
                    .all()
                    .get();
        }
        call("PUT", "/config/" + Topic.CASES_EVENTS.subject(), Map.of("compatibility", "FULL_TRANSITIVE"));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers(), "transactional.id", "publisher", "compression.type", "gzip"),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    CaseLives lives() {
        return lives;
    }

    String brokers() {
        return kafka.bootstrapServers();
    }

    /** Without a path. */
    String registry() {
        return registry.url().replace("/apis/ccompat/v7", "");
    }

    /** Registers version 1 of the schema, and writes its events. */
    EventTopic writeVersion1() {
        write(1, lives.version1());
        return this;
    }

    /** Registers version 2 of the schema, and writes its events. */
    EventTopic writeVersion2() {
        write(2, lives.version2());
        return this;
    }

    private void write(int version, List<CaseEvent> events) {
        Schema schema = schema(version);
        int id = register(schema);
        producer.beginTransaction();
        send(CaseLives.aborted(), schema, id);
        producer.flush();
        producer.abortTransaction();
        producer.beginTransaction();
        events.forEach(event -> send(event, schema, id));
        producer.commitTransaction();
    }

    static Schema schema(int version) {
        try {
            return new Schema.Parser().parse(Files.readString(RELEASED.resolve(version + "/CaseEvent.avsc")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int register(Schema schema) {
        String path = "/subjects/" + Topic.CASES_EVENTS.subject() + "/versions";
        return JSON.readTree(call("POST", path, Map.of("schema", schema.toString())))
                .get("id")
                .asInt();
    }

    private String call(String method, String path, Object body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void send(CaseEvent event, Schema schema, int schemaId) {
        var headers = new CloudEventHeaders(
                event.getEventId(),
                CloudEventHeaders.type(event.getType()),
                CloudEventHeaders.CASE_SOURCE,
                event.getCorrelationId(),
                event.getOccurredAt());
        var unused = producer.send(new ProducerRecord<>(
                Topic.Names.CASES_EVENTS,
                null,
                event.getCorrelationId().toString(),
                bytes(event, schema, schemaId),
                headers.headers(registry.url() + "/schemas/ids/" + schemaId)));
    }

    private static byte[] bytes(CaseEvent event, Schema schema, int schemaId) {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), plain(event.get(field.name()), field.schema()));
        }
        var out = new ByteArrayOutputStream();
        out.write(CONFLUENT);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static @Nullable Object plain(@Nullable Object value, Schema schema) {
        if (value == null) {
            return null;
        }
        return switch (value) {
            case Instant time -> time.toEpochMilli();
            case UUID id -> id.toString();
            case Enum<?> symbol -> new GenericData.EnumSymbol(schema, symbol.name());
            default -> value;
        };
    }

    /** As if the group had never read: the next of its readers begins at the beginning. */
    void forget(String group) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", brokers()))) {
            Awaitility.await().atMost(Duration.ofSeconds(90)).ignoreExceptions().until(() -> {
                admin.deleteConsumerGroups(List.of(group)).all().get();
                return true;
            });
        }
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
        kafka.close();
    }
}
