package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.cli.KafkaConnection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Produces messages with the settings of the gateway. */
final class MessageWriter implements AutoCloseable {
    private final KafkaProducer<String, SpecificRecord> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    MessageWriter(KafkaConnection kafka) {
        Map<String, Object> settings = kafka.producer();
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        producer = new KafkaProducer<>(settings);
    }

    void write(String topic, String key, SpecificRecord message) {
        var unused = producer.send(new ProducerRecord<>(topic, key, message), (written, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
    }

    /** Returns when all in-sync replicas have the messages. */
    void flush() {
        producer.flush();
        Exception first = failure.get();
        if (first != null) {
            throw new CliException("Kafka did not take a message: " + first.getMessage(), first);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
