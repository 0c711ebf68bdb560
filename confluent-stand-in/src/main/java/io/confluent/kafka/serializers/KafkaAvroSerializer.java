package io.confluent.kafka.serializers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.confluent.kafka.serializers.subject.TopicNameStrategy;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes a zero, the id of the schema, which must be registered, and Avro. */
public final class KafkaAvroSerializer implements Serializer<Object> {
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();

    @SuppressWarnings("NullAway.Init") // Kafka configures before it serializes
    private RegistryCalls registry;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        registry = new RegistryCalls(settings);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Object message) {
        if (message == null) {
            return null;
        }
        Schema schema = ((GenericContainer) message).getSchema();
        int id = ids.computeIfAbsent(
                new TopicNameStrategy().subjectName(topic) + " " + schema.getFullName(), unknown -> id(topic, schema));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(0);
            out.writeInt(id);
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new SpecificDatumWriter<>(schema).write(message, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("Error serializing Avro message", e);
        }
    }

    private int id(String topic, Schema schema) {
        return registry.call(
                        "/subjects/" + new TopicNameStrategy().subjectName(topic),
                        JsonNodeFactory.instance.objectNode().put("schema", schema.toString()),
                        "Error retrieving Avro schema " + schema)
                .path("id")
                .asInt();
    }
}
