package io.caseline.schemas.registry;

import io.caseline.schemas.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Messages as Avro. A dead letter is written by the schema of the topic that it comes from: its own has none. */
public final class MessageSerializer implements Serializer<SpecificRecord> {
    private final Serializer<Object> serializer = SerializerLibrary.installed().serializer();

    @SuppressWarnings("NullAway.Init") // Kafka configures before it serializes
    private SchemaLookups schemas;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        RegistryAccess registry = RegistryAccess.of(settings);
        schemas = new SchemaLookups(registry);
        serializer.configure(librarySettings(registry, settings), isKey);
    }

    static Map<String, Object> librarySettings(RegistryAccess registry, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(SerializerLibrary.installed().settings(registry));
        all.putAll(settings);
        return all;
    }

    /**
     * Looks up the schema of the topic's messages, so that none of them needs the registry. The libraries have no other way
     * in common than to write, so this writes a message that nobody sends.
     *
     * @throws SchemaRegistryUnavailableException if the schema could not be looked up
     */
    public void lookUp(Topic topic) {
        topic.schema().ifPresent(schema -> {
            schemas.requireRegistered(topic.topicName(), schema);
            try {
                serializer.serialize(topic.topicName(), new RecordHeaders(), SampleMessage.of(schema));
            } catch (RuntimeException e) {
                throw schemas.failed(e);
            }
        });
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord message) {
        return serialize(topic, new RecordHeaders(), message);
    }

    /** @throws SchemaRegistryUnavailableException if its schema could not be looked up */
    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable SpecificRecord message) {
        if (message == null) {
            return null;
        }
        String described = withSchema(topic);
        schemas.requireRegistered(described, message.getSchema());
        return serializer.serialize(described, headers, message);
    }

    private static String withSchema(String topic) {
        return topic.endsWith(Topic.Names.DEAD_LETTERS)
                ? topic.substring(0, topic.length() - Topic.Names.DEAD_LETTERS.length())
                : topic;
    }

    @Override
    public void close() {
        serializer.close();
    }
}
