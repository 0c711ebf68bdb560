package io.caseline.messaging;

import io.caseline.schemas.Topic;
import io.caseline.schemas.registry.MessageSerializer;
import io.caseline.schemas.registry.SchemaRegistryUnavailableException;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

/**
 * Writes the messages of all producers of an application with one serializer, which has looked up the schemas: then no
 * message needs the registry. It stays open when a producer is closed.
 */
final class PreparedSerializer implements Serializer<SpecificRecord>, DisposableBean {
    private volatile @Nullable MessageSerializer prepared;

    /**
     * Looks up the schemas of all topics, with a new serializer: one whose lookups failed may have an expired token.
     *
     * @param settings of the application's producers
     * @throws RuntimeException what the serializer throws, and messages are refused as before
     */
    void prepare(Map<String, Object> settings) {
        if (prepared != null) {
            return;
        }
        MessageSerializer serializer = new MessageSerializer();
        try {
            serializer.configure(settings, false);
            for (Topic topic : Topic.values()) {
                serializer.lookUp(topic);
            }
        } catch (RuntimeException e) {
            Utils.closeQuietly(serializer, "serializer");
            throw e;
        }
        prepared = serializer;
    }

    /** @throws SchemaRegistryUnavailableException before the schemas are looked up */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord message) {
        return serializer().serialize(topic, message);
    }

    /** @throws SchemaRegistryUnavailableException before the schemas are looked up */
    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable SpecificRecord message) {
        return serializer().serialize(topic, headers, message);
    }

    private MessageSerializer serializer() {
        MessageSerializer serializer = prepared;
        if (serializer == null) {
            throw new SchemaRegistryUnavailableException("the schemas are not looked up yet");
        }
        return serializer;
    }

    @Override
    public void destroy() {
        MessageSerializer serializer = prepared;
        if (serializer != null) {
            serializer.close();
        }
    }
}
