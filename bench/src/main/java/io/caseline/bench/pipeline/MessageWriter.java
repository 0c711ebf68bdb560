package io.caseline.bench.pipeline;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes messages as their owner would. */
final class MessageWriter implements AutoCloseable {
    private final KafkaProducer<String, SpecificRecord> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    MessageWriter(Messaging messaging) {
        producer = new KafkaProducer<>(messaging.producer());
    }

    void write(String topic, String key, SpecificRecord message) {
        var unused = producer.send(new ProducerRecord<>(topic, key, message), (written, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
    }

    /** Returns once all brokers that must have the messages have them. */
    void flush() {
        producer.flush();
        Exception first = failure.get();
        if (first != null) {
            throw new BenchFailure("Kafka did not take a message: " + first.getMessage(), first);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
