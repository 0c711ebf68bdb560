package io.caseline.tellers.association;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;

/** A command as it is on its topic, with the id of its schema: readable also by a version that has another schema. */
@Component
final class CommandBytes {
    private final Serializer<Object> serializer;
    private final DeferralSettings settings;

    @SuppressWarnings("unchecked")
    CommandBytes(ProducerFactory<?, ?> producers, DeferralSettings settings) {
        this.settings = settings;
        serializer = (Serializer<Object>) Objects.requireNonNull(
                Objects.requireNonNull(producers.getValueSerializerSupplier()).get());
        serializer.configure(producers.getConfigurationProperties(), false);
    }

    /** Null where nothing is put off. */
    @Nullable
    ByteBuffer of(String topic, Object command) {
        return !settings.enabled() ? null : ByteBuffer.wrap(serializer.serialize(topic, command));
    }
}
