package io.caseline.schemas.registry;

import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializers for Kafka whose records are in Confluent's wire format: a zero, four bytes of the schema's id, and Avro. It is
 * Confluent's library where that is on the class path, else the one that is registered as a service.
 */
public interface SerializerLibrary {

    /** Base URL of the API that Confluent's registry has, of the registry with the configured URL. */
    String api(String url);

    Serializer<Object> serializer();

    Deserializer<?> deserializer();

    /** Settings of its serializers; those that a Kafka client was given take precedence. */
    Map<String, Object> settings(RegistryAccess registry);

    /** @throws IllegalStateException if the class path has no such library */
    static SerializerLibrary installed() {
        return Installed.LIBRARY;
    }

    /** Looked for once. */
    final class Installed {
        private static final SerializerLibrary LIBRARY = ConfluentLibrary.isPresent()
                ? new ConfluentLibrary()
                : ServiceLoader.load(SerializerLibrary.class, SerializerLibrary.class.getClassLoader())
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(
                                "No library with serializers for Kafka is on the class path"));

        private Installed() {}
    }
}
