package io.confluent.kafka.serializers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads a zero, the id of a schema, and Avro, into the generated class that the schema names. */
public final class KafkaAvroDeserializer implements Deserializer<Object> {
    private static final int HEADER_BYTES = 1 + Integer.BYTES;

    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    @SuppressWarnings("NullAway.Init") // Kafka configures before it deserializes
    private RegistryCalls registry;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        registry = new RegistryCalls(settings);
        if (!"true".equals(String.valueOf(settings.get("specific.avro.reader")))) {
            throw new ConfigException("specific.avro.reader", settings.get("specific.avro.reader"), "must be true");
        }
    }

    @Override
    public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        if (data.length < HEADER_BYTES || data[0] != 0) {
            throw new SerializationException("Unknown magic byte!");
        }
        int id = ByteBuffer.wrap(data, 1, Integer.BYTES).getInt();
        Schema writer = schemas.computeIfAbsent(id, this::schema);
        try {
            Class<?> type = SpecificData.get().getClass(writer);
            if (type == null) {
                throw new SerializationException("Could not find class " + writer.getFullName()
                        + " specified in writer's schema whilst finding reader's schema for a SpecificRecord.");
            }
            return new SpecificDatumReader<>(writer, SpecificData.get().getSchema(type))
                    .read(
                            null,
                            DecoderFactory.get().binaryDecoder(data, HEADER_BYTES, data.length - HEADER_BYTES, null));
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("Error deserializing Avro message for id " + id, e);
        }
    }

    private Schema schema(int id) {
        return new Schema.Parser()
                .parse(registry.call("/schemas/ids/" + id, null, "Error retrieving Avro value schema for id " + id)
                        .path("schema")
                        .asText());
    }
}
