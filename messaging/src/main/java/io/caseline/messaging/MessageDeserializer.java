package io.caseline.messaging;

import io.apicurio.registry.resolver.DefaultSchemaResolver;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.caseline.schemas.Topic;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/**
 * Reads Avro messages. An unavailable registry is a {@link SchemaRegistryUnavailableException}; bytes that are not a
 * message are a {@link SerializationException}, whose text says nothing about their content.
 */
public final class MessageDeserializer extends AvroKafkaDeserializer<SpecificRecord> {

    private static final Map<String, String> MESSAGES = Arrays.stream(Topic.values())
            .filter(topic -> topic.schema().isPresent())
            .collect(Collectors.toUnmodifiableMap(
                    Topic::topicName, topic -> topic.schema().orElseThrow().getFullName()));

    public MessageDeserializer() {
        super(new DefaultSchemaResolver<>());
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        getSchemaResolver().setClientFacade(RegistryLookups.of(settings));
        super.configure(settings, isKey);
    }

    /**
     * Without the headers: one that asked for another encoding would change how all records after it are read.
     *
     * @throws SchemaRegistryUnavailableException if its schema could not be looked up
     * @throws SerializationException if it is no message of the topic
     */
    @Override
    public @Nullable SpecificRecord deserialize(String topic, Headers headers, byte @Nullable [] data) {
        try {
            return itsOwn(topic, super.deserialize(topic, data));
        } catch (RuntimeException e) {
            throw causes(e, SchemaRegistryUnavailableException.class)
                    .<RuntimeException>map(unavailable -> unavailable)
                    .findFirst()
                    .orElseGet(() -> unreadable(e));
        }
    }

    /** Said here, where the bytes are still at hand: a dead letter is made of them. */
    private static @Nullable SpecificRecord itsOwn(String topic, @Nullable SpecificRecord message) {
        String expected = MESSAGES.get(topic);
        if (message != null
                && expected != null
                && !expected.equals(message.getSchema().getFullName())) {
            throw new SerializationException("a " + message.getSchema().getFullName() + " is no message of " + topic);
        }
        return message;
    }

    private static SerializationException unreadable(RuntimeException e) {
        return causes(e, SerializationException.class)
                .findFirst()
                .orElseGet(() -> new SerializationException("its bytes are no message: "
                        + NestedExceptionUtils.getMostSpecificCause(e)
                                .getClass()
                                .getSimpleName()));
    }

    private static <E extends Throwable> Stream<E> causes(Throwable e, Class<E> type) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast);
    }
}
