package io.caseline.messaging.testing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serializer;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;

/** What a test does to the listeners of a running application; to be imported into its context. */
public final class ListenerControl {
    private final KafkaListenerEndpointRegistry listeners;
    private final ProducerFactory<?, ?> producers;
    private final MeterRegistry meters;

    public ListenerControl(
            KafkaListenerEndpointRegistry listeners, ProducerFactory<?, ?> producers, MeterRegistry meters) {
        this.listeners = listeners;
        this.producers = producers;
        this.meters = meters;
    }

    public void start(String id) {
        container(id).start();
    }

    /** What they have looked up goes with them. */
    public void stop(String... ids) {
        Stream.of(ids).forEach(id -> container(id).stop());
    }

    private MessageListenerContainer container(String id) {
        return Objects.requireNonNull(listeners.getListenerContainer(id));
    }

    /** How many records of the topic have been set aside. */
    public double deadLetters(String topic) {
        return meters.find("caseline.dead.letters").tag("topic", topic).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** The message as the application writes it. */
    @SuppressWarnings("unchecked")
    public byte[] bytes(String topic, Object message) {
        Serializer<Object> serializer = (Serializer<Object>) Objects.requireNonNull(
                Objects.requireNonNull(producers.getValueSerializerSupplier()).get());
        serializer.configure(producers.getConfigurationProperties(), false);
        return Objects.requireNonNull(serializer.serialize(topic, message));
    }
}
