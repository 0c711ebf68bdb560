package io.caseline.messaging;

import io.apicurio.registry.resolver.DefaultSchemaResolver;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.caseline.schemas.Topic;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;

/** Messages as Avro. A dead letter is written by the schema of the topic that it comes from: its own has none. */
final class MessageSerializer extends AvroKafkaSerializer<SpecificRecord> {

    MessageSerializer() {
        super(new DefaultSchemaResolver<>());
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        getSchemaResolver().setClientFacade(RegistryLookups.of(settings));
        super.configure(settings, isKey);
    }

    @Override
    public byte[] serialize(String topic, SpecificRecord message) {
        return super.serialize(withSchema(topic), message);
    }

    @Override
    public byte[] serialize(String topic, Headers headers, SpecificRecord message) {
        return super.serialize(withSchema(topic), headers, message);
    }

    private static String withSchema(String topic) {
        return topic.endsWith(Topic.Names.DEAD_LETTERS)
                ? topic.substring(0, topic.length() - Topic.Names.DEAD_LETTERS.length())
                : topic;
    }
}
