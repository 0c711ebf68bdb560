package io.caseline.cli;

import io.caseline.schemas.ConnectionFailure;
import io.caseline.schemas.Messages;
import io.caseline.schemas.Topic;
import io.caseline.schemas.registry.MessageDeserializer;
import io.caseline.schemas.registry.MessageSerializer;
import io.caseline.schemas.registry.RegistryAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The Kafka and the schema registry of an installation, and settings for clients of both.
 *
 * @param registry URL of the schema registry, as Confluent's clients take it; the default serializers also take it without a path
 * @param settings TLS and credentials
 */
public record KafkaConnection(String bootstrapServers, String registry, ClientSettings settings) {

    private static final int TIMEOUT_SECONDS = 10;

    static {
        Messages.trust();
    }

    /** Without TLS and credentials. */
    public KafkaConnection(String bootstrapServers, String registry) {
        this(bootstrapServers, registry, ClientSettings.NONE);
    }

    /**
     * Checks that the topic exists and that the schema of its values is registered.
     *
     * @throws CliException if not, or if Kafka or the registry does not respond within 10 s
     */
    public void check(Topic topic) throws InterruptedException {
        checkTopic(topic.topicName(), "the applications of Caseline create it when they start");
        checkSchema(topic);
    }

    /**
     * Checks that a topic exists.
     *
     * @param otherwise what the user can do about it
     * @throws CliException if not, or if Kafka does not respond within 10 s
     */
    public void checkTopic(String name, String otherwise) throws InterruptedException {
        try (Admin admin = admin()) {
            admin.describeTopics(List.of(name)).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new CliException(
                        "Kafka at %s has no topic %s; %s".formatted(bootstrapServers, name, otherwise), e);
            }
            if (e.getCause() instanceof InvalidTopicException) {
                throw new CliException("%s is no name of a topic".formatted(name), e);
            }
            throw unavailable(e);
        } catch (TimeoutException e) {
            throw unavailable(e);
        }
    }

    public Admin admin() {
        Map<String, Object> client = settings.kafka();
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000);
        client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 500);
        try {
            return Admin.create(client);
        } catch (KafkaException e) {
            throw isAboutAddress(e) ? unavailable(e) : unusable(e);
        }
    }

    /** Settings of a producer that waits for all in-sync replicas. */
    public Map<String, Object> producer() {
        Map<String, Object> settings = serde();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, MessageSerializer.class);
        return settings;
    }

    /** Settings of a read-committed consumer without a group. */
    public Map<String, Object> consumer() {
        Map<String, Object> settings = serde();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, MessageDeserializer.class);
        return settings;
    }

    /**
     * Reads a topic from its beginning to its present end.
     *
     * @param settings of a consumer without a group
     * @param poll polls once, and takes what it gets
     */
    public static <K, V> void readToEnd(
            String topic, Map<String, Object> settings, Consumer<KafkaConsumer<K, V>> poll) {
        try (KafkaConsumer<K, V> consumer = new KafkaConsumer<>(settings)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                poll.accept(consumer);
            }
        }
    }

    private Map<String, Object> serde() {
        Map<String, Object> settings = this.settings.kafka();
        settings.put(RegistryAccess.SETTING, this.settings.registry(registry));
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }

    private CliException unavailable(Exception cause) {
        if (cause instanceof KafkaException
                || cause instanceof TimeoutException
                || cause.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
            return new CliException(
                    "Kafka at %s does not respond: %s; for a local installation, ./caseline status shows whether it is up"
                            .formatted(bootstrapServers, PortProbe.describeAll(bootstrapServers)),
                    cause);
        }
        return new CliException(
                "Kafka at %s cannot be used: %s".formatted(bootstrapServers, ConnectionFailure.describe(cause)), cause);
    }

    /** No host can be resolved, or what is given is no address. */
    private static boolean isAboutAddress(KafkaException e) {
        return String.valueOf(rootCause(e).getMessage()).contains(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    }

    /** Kafka's client names the setting, at the end of the causes. */
    private static CliException unusable(KafkaException e) {
        return new CliException(
                "the client settings for Kafka cannot be used: " + rootCause(e).getMessage(), e);
    }

    private static Throwable rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private void checkSchema(Topic topic) throws InterruptedException {
        RegistryAccess access = settings.registry(registry);
        int status;
        try (HttpClient http = access.http()) {
            HttpRequest request = access.request("/subjects/%s/versions/latest".formatted(topic.subject()))
                    .build();
            status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (UncheckedIOException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CliException(
                    "the schema registry at %s cannot be used: %s".formatted(registry, ConnectionFailure.describe(e)),
                    e);
        }
        if (status == 404) {
            throw new CliException(
                    "the schema registry at %s has no schema for %s, or it is not a schema registry (HTTP 404)"
                            .formatted(registry, topic.topicName()));
        }
        if (status != 200) {
            throw new CliException("the schema registry at %s cannot be used: %s"
                    .formatted(registry, ConnectionFailure.describe(status)));
        }
    }
}
