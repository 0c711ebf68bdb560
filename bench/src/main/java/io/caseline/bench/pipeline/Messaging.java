package io.caseline.bench.pipeline;

import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.caseline.schemas.Messages;
import io.caseline.schemas.Sealing;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Where messages go, and how they are made.
 *
 * @param registry the schema registry's address, without a path
 */
public record Messaging(String brokers, String registry, Sealing sealing) {
    static {
        Messages.trust();
    }

    /** As the gateway writes: acknowledged by all in-sync replicas, sent at once. */
    Map<String, Object> producer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, AvroKafkaSerializer.class);
        settings.put("apicurio.registry.url", registry + "/apis/registry/v3");
        settings.put("apicurio.registry.http.adapter", "JDK");
        settings.put("apicurio.registry.auto-register", false);
        settings.put("apicurio.registry.dereference-schema", true);
        return settings;
    }
}
