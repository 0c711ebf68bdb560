package io.caseline.trials.bench;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A yardstick for the gateway: a bare producer of the same bytes, with as many concurrent sends. */
final class ProducerLoad {
    private final String brokers;
    private final String topic;
    private final byte[] value;
    private final int concurrent;

    ProducerLoad(String brokers, String topic, byte[] value, int concurrent) {
        this.brokers = brokers;
        this.topic = topic;
        this.value = value.clone();
        this.concurrent = concurrent;
    }

    /** Sends for this duration. */
    Measured run(String name, Duration duration) throws InterruptedException {
        Histogram latency = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(2), 3);
        AtomicLong failures = new AtomicLong();
        Semaphore permits = new Semaphore(concurrent);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new StringSerializer(),
                new ByteArraySerializer())) {
            long start = System.nanoTime();
            long end = start + duration.toNanos();
            for (long i = 0; System.nanoTime() < end; i++) {
                permits.acquire();
                long sentAt = System.nanoTime();
                var unused = producer.send(new ProducerRecord<>(topic, Long.toString(i), value), (sent, failure) -> {
                    latency.recordValue((System.nanoTime() - sentAt) / 1000);
                    failures.addAndGet(failure == null ? 0 : 1);
                    permits.release();
                });
            }
            permits.acquire(concurrent);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            SortedMap<Integer, Long> others = new TreeMap<>();
            if (failures.get() > 0) {
                others.put(-1, failures.get());
            }
            return new Measured(name, others, time, latency, Duration.ZERO);
        }
    }
}
