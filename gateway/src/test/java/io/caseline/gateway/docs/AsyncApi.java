package io.caseline.gateway.docs;

import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.Topic;
import io.caseline.schemas.TraceParent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The AsyncAPI document of the topics that are for everybody, made of the topics and their schemas. */
final class AsyncApi {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Path RELEASED = Path.of("..", "schemas", "released");
    private static final String AVRO = "application/vnd.apache.avro+json;version=1.9.0";
    private static final String KAFKA_BINDING = "0.5.0";
    private static final String TIME = "2026-01-09T13:25:45Z";

    private static final Map<String, String> TOPICS = Map.of(
            "cases.events",
            "What happened to each case, each event once and those of one case in order.",
            "cases.state",
            "The latest event of each case. Compacted: the last record of each key stays.",
            "tellers.events",
            "What happened to each association, each event once and those of one teller in order.",
            "tellers.state",
            "The latest card of each teller. Compacted: the last record of each key stays.");

    private static final Map<String, String> HEADERS = Map.of(
            "ce_specversion", "1.0",
            "ce_id", "The value's eventId",
            "ce_source", "The application that publishes the event",
            "ce_subject", "The value's correlationId",
            "ce_time", "The value's occurredAt, ISO 8601",
            "ce_dataschema", "Address of the value's schema in the registry",
            "ce_traceparent", "W3C trace context of the request",
            "content-type", "The format of the value");

    private AsyncApi() {}

    static String document() {
        ObjectNode root = JSON.createObjectNode().put("asyncapi", "3.0.0");
        root.putObject("info")
                .put("title", "Caseline events")
                .put("version", Integer.toString(latestRelease()))
                .put(
                        "description",
                        "What happens to each case and to each association is published as an event. The version of this document is that of the schemas."
                                + "\n\nRead committed records only (isolation.level=read_committed), and upsert by eventId:"
                                + " after a crash a consumer gets events again that it had not committed."
                                + "\n\nA type that is newer than the reader's schema is read as UNKNOWN: count it, and continue.");
        servers(root.putObject("servers"));
        ObjectNode channels = root.putObject("channels");
        ObjectNode operations = root.putObject("operations");
        topics().forEach(topic -> {
            String channel = topic.topicName().replace('.', '-');
            channel(channels.putObject(channel), topic);
            operations
                    .putObject("publish-" + channel)
                    .put("action", "send")
                    .put("summary", "Caseline publishes " + topic.topicName())
                    .putObject("channel")
                    .put("$ref", "#/channels/" + channel);
        });
        ObjectNode components = root.putObject("components");
        ObjectNode messages = components.putObject("messages");
        message(messages, createdCase(), "correlationId, a UUID", CloudEventHeaders.CASE_SOURCE);
        message(messages, associatedTeller(), "merchantId|tellerId", CloudEventHeaders.TELLER_SOURCE);
        security(components.putObject("securitySchemes"));
        return JSON.writeValueAsString(root) + "\n";
    }

    /** Those that are for everybody. */
    static Stream<Topic> topics() {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.topicName().endsWith(".events")
                        || topic.topicName().endsWith(".state"));
    }

    private static int latestRelease() {
        try (Stream<Path> releases = Files.list(RELEASED)) {
            return releases.mapToInt(
                            release -> Integer.parseInt(release.getFileName().toString()))
                    .max()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void servers(ObjectNode servers) {
        server(
                servers.putObject("local"),
                "127.0.0.1:8406",
                "http://127.0.0.1:8404",
                "On the machine of ./caseline up or of Docker Compose");
        server(
                servers.putObject("compose"),
                "kafka:9092",
                "http://registry:8080",
                "In a container on the network of Docker Compose");
        ObjectNode production = servers.putObject("production");
        server(
                production,
                "kafka.example.com:9093",
                "https://registry.example.com",
                "An installation with TLS and users; ask whoever operates it for the addresses");
        production.put("protocol", "kafka-secure");
        production.putArray("security").addObject().put("$ref", "#/components/securitySchemes/scram");
        production.withArray("security").addObject().put("$ref", "#/components/securitySchemes/certificate");
    }

    private static void server(ObjectNode server, String host, String registry, String description) {
        server.put("host", host).put("protocol", "kafka").put("description", description);
        server.putObject("bindings")
                .putObject("kafka")
                .put("schemaRegistryUrl", registry + "/apis/ccompat/v7")
                .put("schemaRegistryVendor", "confluent")
                .put("bindingVersion", KAFKA_BINDING);
    }

    private static void security(ObjectNode schemes) {
        schemes.putObject("scram").put("type", "scramSha512").put("description", "Name and password over TLS");
        schemes.putObject("certificate").put("type", "X509").put("description", "A certificate of the client");
    }

    private static void channel(ObjectNode channel, Topic topic) {
        String value = topic.schema().orElseThrow().getName();
        channel.put("address", topic.topicName())
                .put("description", Objects.requireNonNull(TOPICS.get(topic.topicName()), topic.topicName()));
        channel.putObject("messages").putObject(value).put("$ref", "#/components/messages/" + value);
        NewTopic made = topic.newTopic((short) 1, 0);
        ObjectNode binding = channel.putObject("bindings").putObject("kafka");
        binding.put("topic", topic.topicName()).put("partitions", made.numPartitions());
        ObjectNode configuration = binding.putObject("topicConfiguration");
        new TreeMap<>(made.configs()).forEach((name, setting) -> {
            if (name.equals("cleanup.policy")) {
                List.of(setting.split(",")).forEach(configuration.putArray(name)::add);
            } else {
                configuration.put(name, Long.parseLong(setting));
            }
        });
        binding.put("bindingVersion", KAFKA_BINDING);
    }

    private static void message(ObjectNode messages, SpecificRecord example, String key, String source) {
        Schema schema = example.getSchema();
        ObjectNode message = messages.putObject(schema.getName())
                .put("name", schema.getName())
                .put("summary", schema.getDoc())
                .put("contentType", "application/avro");
        headers(message.putObject("headers"), source, types(schema));
        message.putObject("payload").put("schemaFormat", AVRO).set("schema", JSON.readTree(schema.toString()));
        ObjectNode binding = message.putObject("bindings").putObject("kafka");
        binding.putObject("key").put("type", "string").put("description", key);
        binding.put("schemaIdLocation", "payload")
                .put("schemaIdPayloadEncoding", "confluent")
                .put("bindingVersion", KAFKA_BINDING);
        ObjectNode shown = message.putArray("examples").addObject();
        String type = String.valueOf(example.get(schema.getField("type").pos()));
        ObjectNode payload = shown.put("name", type).put("summary", type).putObject("payload");
        schema.getFields().forEach(field -> put(payload, field.name(), example.get(field.pos())));
    }

    private static void headers(ObjectNode headers, String source, List<String> types) {
        headers.put("type", "object");
        ObjectNode properties = headers.putObject("properties");
        ArrayNode required = headers.putArray("required");
        headerNames().sorted().forEach(name -> {
            ObjectNode header = properties.putObject(name).put("type", "string");
            switch (name) {
                case "ce_type" -> {
                    header.put("description", "One of " + String.join(", ", types));
                    types.forEach(header.putArray("enum")::add);
                }
                case "ce_source" -> header.put("description", source).put("const", source);
                default -> header.put("description", Objects.requireNonNull(HEADERS.get(name), name));
            }
            required.add(name);
        });
    }

    private static Stream<String> headerNames() {
        var headers =
                new CloudEventHeaders(new UUID(0, 1), "type", "source", new UUID(0, 2), Instant.EPOCH).headers("url");
        Stream.Builder<String> names = Stream.builder();
        headers.forEach((Consumer<Header>) header -> names.add(header.key()));
        return names.add(TraceParent.CLOUD_EVENTS_NAME).build();
    }

    private static List<String> types(Schema schema) {
        Stream<String> all = schema.equals(CaseEvent.SCHEMA$)
                ? Arrays.stream(CaseEventType.values())
                        .filter(type -> type != CaseEventType.UNKNOWN)
                        .map(CloudEventHeaders::type)
                : Arrays.stream(TellerEventType.values())
                        .filter(type -> type != TellerEventType.UNKNOWN)
                        .map(CloudEventHeaders::type);
        return all.toList();
    }

    private static void put(ObjectNode payload, String name, @Nullable Object value) {
        switch (value) {
            case null -> payload.putNull(name);
            case Integer number -> payload.put(name, number);
            case Instant time -> payload.put(name, time.toEpochMilli());
            default -> payload.put(name, value.toString());
        }
    }

    private static CaseEvent createdCase() {
        UUID correlationId = UUID.fromString("369f1e33-ecd7-5386-b767-109e6dfbb251");
        return CaseEvent.newBuilder()
                .setEventId(CloudEventHeaders.eventId(correlationId, "CREATED", 1))
                .setType(CaseEventType.CREATED)
                .setCorrelationId(correlationId)
                .setProgramCode("gobank")
                .setRequestId(UUID.fromString("0c2a6f5e-6c0c-4b57-9a3c-0d6f6b0a51c4"))
                .setCaseNumber("00001026")
                .setSalesforceId("500000000000001AAA")
                .setReceivedAt(Instant.parse(TIME))
                .setOccurredAt(Instant.parse(TIME).plusMillis(412))
                .build();
    }

    private static TellerEvent associatedTeller() {
        UUID correlationId = UUID.fromString("5f0c0c86-4a0f-5a86-8f0e-3c1d6a2f7b11");
        return TellerEvent.newBuilder()
                .setEventId(
                        CloudEventHeaders.eventId(correlationId, CloudEventHeaders.type(TellerEventType.ASSOCIATED), 1))
                .setType(TellerEventType.ASSOCIATED)
                .setCorrelationId(correlationId)
                .setRequestId("till-7-0042")
                .setMerchantId("M-1")
                .setStoreId("S-12")
                .setRegisterId("R-3")
                .setTellerId("T-204")
                .setAccountIdentifier(UUID.fromString("06e33e98-5c40-4c1a-967b-930f28f509a4"))
                .setResponseCode(0)
                .setReason("SUCCESS")
                .setPreviousFeePlan("STANDARD")
                .setFeePlan("EMPLOYEE")
                .setReceivedAt(Instant.parse(TIME))
                .setOccurredAt(Instant.parse(TIME).plusMillis(95))
                .build();
    }
}
