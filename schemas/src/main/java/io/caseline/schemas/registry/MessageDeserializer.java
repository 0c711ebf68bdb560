package io.caseline.schemas.registry;

import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro messages. An unavailable registry is a {@link SchemaRegistryUnavailableException}; bytes that are not a
 * message are a {@link SerializationException}, whose text says nothing about their content.
 */
public final class MessageDeserializer implements Deserializer<SpecificRecord> {
    private static final Map<String, Schema> MESSAGES = Arrays.stream(Topic.values())
            .filter(topic -> topic.schema().isPresent())
            .collect(Collectors.toUnmodifiableMap(
                    Topic::topicName, topic -> topic.schema().orElseThrow()));

    private Deserializer<?> deserializer = SerializerLibrary.installed().deserializer();
    private Map<String, Object> librarySettings = Map.of();
    private Supplier<Map<String, Object>> latestSettings = Map::of;

    @SuppressWarnings("NullAway.Init") // Kafka configures before it deserializes
    private SchemaLookups schemas;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        RegistryAccess registry = RegistryAccess.of(settings);
        schemas = new SchemaLookups(registry);
        latestSettings = () -> MessageSerializer.librarySettings(registry, settings);
        librarySettings = latestSettings.get();
        deserializer.configure(librarySettings, false);
    }

    /** Without the headers: one that asked for another encoding would change how all records after it are read. */
    @Override
    public @Nullable SpecificRecord deserialize(String topic, Headers headers, byte @Nullable [] data) {
        return deserialize(topic, data);
    }

    /**
     * @throws SchemaRegistryUnavailableException if its schema could not be looked up
     * @throws SerializationException if it is no message of the topic
     */
    @Override
    public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        Schema writer = schemas.get(schemaId(data));
        return itsOwn(topic, read(topic, data, writer));
    }

    private static int schemaId(byte[] data) {
        return WireFormat.schemaId(data)
                .orElseThrow(() -> new SerializationException(
                        "its bytes are no message: they do not start with the id of a schema"));
    }

    private @Nullable Object read(String topic, byte[] data, Schema writer) {
        try {
            return deserializer.deserialize(topic, data);
        } catch (RuntimeException e) {
            RuntimeException unreadable = unreadable(topic, data, writer);
            if (unreadable != null) {
                throw unreadable;
            }
            if (takesNewToken()) {
                return read(topic, data, writer);
            }
            throw schemas.failed(e);
        }
    }

    /** Confluent's deserializer reads a token only when it is configured. Returns whether there is another one now. */
    private boolean takesNewToken() {
        try {
            Map<String, Object> latest = latestSettings.get();
            if (latest.equals(librarySettings)) {
                return false;
            }
            Deserializer<?> successor = SerializerLibrary.installed().deserializer();
            successor.configure(latest, false);
            Utils.closeQuietly(deserializer, "deserializer");
            deserializer = successor;
            librarySettings = latest;
            return true;
        } catch (UncheckedIOException e) {
            throw schemas.failed(String.valueOf(e.getMessage()));
        }
    }

    /** Decides whose fault it is that the library threw: Avro alone needs no registry. */
    private static @Nullable SerializationException unreadable(String topic, byte[] data, Schema writer) {
        Schema expected = MESSAGES.getOrDefault(topic, writer);
        if (!expected.getFullName().equals(writer.getFullName())) {
            return another(writer, topic);
        }
        try {
            new SpecificDatumReader<>(writer, expected)
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(data, WireFormat.PREFIX, data.length - WireFormat.PREFIX, null));
            return null;
        } catch (IOException | RuntimeException e) {
            return new SerializationException(
                    "its bytes are no message: " + e.getClass().getSimpleName());
        }
    }

    /** Said here, where the bytes are still at hand: a dead letter is made of them. */
    private static @Nullable SpecificRecord itsOwn(String topic, @Nullable Object message) {
        if (message == null) {
            return null;
        }
        if (!(message instanceof SpecificRecord specific)) {
            throw message instanceof GenericContainer other
                    ? another(other.getSchema(), topic)
                    : new SerializationException("its bytes are no message of " + topic);
        }
        Schema expected = MESSAGES.get(topic);
        if (expected != null
                && !expected.getFullName().equals(specific.getSchema().getFullName())) {
            throw another(specific.getSchema(), topic);
        }
        return specific;
    }

    private static SerializationException another(Schema schema, String topic) {
        return new SerializationException("a " + schema.getFullName() + " is no message of " + topic);
    }

    @Override
    public void close() {
        deserializer.close();
    }
}
