package io.caseline.local.demo;

import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.caseline.local.parts.Ports;
import io.caseline.local.parts.Refusal;
import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.Messages;
import io.caseline.schemas.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** The directory topic, as whoever owns merchants, stores, tellers and accounts would write it. */
final class Directory {

    /** The consumer group of teller-processor's directory listener. */
    private static final String READER = "teller-directory";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 200;

    static {
        Messages.trust();
    }

    private final Ports ports;

    Directory(Ports ports) {
        this.ports = ports;
    }

    /** Writes the entries, and returns once all brokers that must have them have them. */
    void publish(Collection<DirectoryEntry> entries) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                ports.bootstrapServers(),
                "acks",
                "all",
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                AvroKafkaSerializer.class,
                "apicurio.registry.url",
                ports.url(Ports.Port.REGISTRY) + "/apis/registry/v3",
                "apicurio.registry.http.adapter",
                "JDK",
                "apicurio.registry.auto-register",
                false,
                "apicurio.registry.dereference-schema",
                true);
        try (KafkaProducer<String, DirectoryEntry> producer = new KafkaProducer<>(settings)) {
            List<? extends Future<?>> sent = entries.stream()
                    .map(entry -> producer.send(
                            new ProducerRecord<>(Topic.TELLERS_DIRECTORY.topicName(), entry.getEntityId(), entry)))
                    .toList();
            producer.flush();
            for (Future<?> acknowledged : sent) {
                acknowledged.get();
            }
        } catch (ExecutionException e) {
            throw new Refusal("the directory could not be published: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until teller-processor has read all that is on the topic. */
    void awaitRead() throws InterruptedException {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", ports.bootstrapServers()))) {
            long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
            while (!isRead(admin)) {
                if (System.nanoTime() > deadline) {
                    throw new Refusal("teller-processor did not read the directory within %d s"
                            .formatted(LONGEST_WAIT.toSeconds()));
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (ExecutionException e) {
            throw new Refusal("Kafka did not tell how far the directory is read: " + e.getCause(), e);
        }
    }

    private static boolean isRead(Admin admin) throws ExecutionException, InterruptedException {
        var ends = admin.listOffsets(IntStream.range(0, Topic.PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(Topic.TELLERS_DIRECTORY.topicName(), partition))
                        .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())))
                .all()
                .get();
        var read = admin.listConsumerGroupOffsets(READER)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream().allMatch(end -> {
            var position = read.get(end.getKey());
            return end.getValue().offset() == 0
                    || (position != null && position.offset() >= end.getValue().offset());
        });
    }
}
