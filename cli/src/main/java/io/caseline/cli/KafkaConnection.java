package io.caseline.cli;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.caseline.schemas.Messages;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The Kafka and the schema registry of an installation, and settings for clients of both.
 *
 * @param registry URL of the schema registry, without a path
 */
public record KafkaConnection(String bootstrapServers, String registry) {

    private static final int TIMEOUT_SECONDS = 10;

    static {
        Messages.trust();
    }

    /**
     * Checks that the topic exists and that the schema of its values is registered.
     *
     * @throws CliException if not, or if Kafka or the registry does not respond within 10 s
     */
    public void check(Topic topic) throws InterruptedException {
        try (Admin admin = admin()) {
            admin.describeTopics(List.of(topic.topicName())).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new CliException(
                        "Kafka at %s has no topic %s; the applications of Caseline create it when they start"
                                .formatted(bootstrapServers, topic.topicName()),
                        e);
            }
            throw unavailable(e);
        } catch (TimeoutException e) {
            throw unavailable(e);
        }
        if (!isOk("%s/apis/ccompat/v7/subjects/%s/versions/latest".formatted(registry, topic.subject()))) {
            throw new CliException("the schema registry at %s does not respond or has no schema for %s"
                    .formatted(registry, topic.topicName()));
        }
    }

    public Admin admin() {
        try {
            return Admin.create(Map.<String, Object>of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    bootstrapServers,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    TIMEOUT_SECONDS * 1000,
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    TIMEOUT_SECONDS * 500));
        } catch (KafkaException e) {
            throw unavailable(e); // no host can be resolved, or what is given is no address
        }
    }

    /** Settings of a producer that waits for all in-sync replicas. */
    public Map<String, Object> producer() {
        Map<String, Object> settings = serde();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, AvroKafkaSerializer.class);
        return settings;
    }

    /** Settings of a read-committed consumer without a group. */
    public Map<String, Object> consumer() {
        Map<String, Object> settings = serde();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, AvroKafkaDeserializer.class);
        settings.put("apicurio.registry.use-specific-avro-reader", true);
        return settings;
    }

    private Map<String, Object> serde() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put("apicurio.registry.url", registry + "/apis/registry/v3");
        settings.put("apicurio.registry.http.adapter", "JDK");
        settings.put("apicurio.registry.auto-register", false);
        settings.put("apicurio.registry.dereference-schema", true);
        return settings;
    }

    private CliException unavailable(Exception cause) {
        return new CliException(
                "Kafka at %s does not respond: %s; for a local installation, ./caseline status shows whether it is up"
                        .formatted(bootstrapServers, PortProbe.describeAll(bootstrapServers)),
                cause);
    }

    private static boolean isOk(String url) throws InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
