package io.caseline.schemas.messaging;

import io.apicurio.registry.resolver.DefaultSchemaResolver;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/**
 * Messages from Avro. Tells a registry that is ill, with a {@link RegistryTrouble}, from bytes that are no message, with a
 * {@link SerializationException} that says nothing of what they hold.
 */
public final class MessageDeserializer extends AvroKafkaDeserializer<SpecificRecord> {

    public MessageDeserializer() {
        super(new DefaultSchemaResolver<>());
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        getSchemaResolver().setClientFacade(RegistryLookups.of(settings));
        super.configure(settings, isKey);
    }

    /** Without the headers: one that asked for another encoding would change how all records after it are read. */
    @Override
    public @Nullable SpecificRecord deserialize(String topic, Headers headers, byte @Nullable [] data) {
        try {
            return super.deserialize(topic, data);
        } catch (RuntimeException e) {
            throw causes(e, RegistryTrouble.class)
                    .<RuntimeException>map(trouble -> trouble)
                    .findFirst()
                    .orElseGet(() -> unreadable(e));
        }
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
