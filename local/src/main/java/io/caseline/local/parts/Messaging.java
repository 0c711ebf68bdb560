package io.caseline.local.parts;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.caseline.schemas.Messages;
import io.caseline.schemas.Topic;
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
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Where the messages are, for a plain client.
 *
 * @param registry address of the schema registry, without a path
 */
public record Messaging(String bootstrapServers, String registry) {

    private static final int PATIENCE_SECONDS = 10;

    static {
        Messages.trust();
    }

    /** The messages of the system on these ports. */
    public static Messaging of(Ports ports) {
        return new Messaging(ports.bootstrapServers(), ports.url(Ports.Port.REGISTRY));
    }

    /**
     * Makes sure that the topic is there, and the schema of its values.
     *
     * @throws Refusal if not, or if Kafka or the registry does not answer within 10 s
     */
    public void check(Topic topic) throws InterruptedException {
        try (Admin admin = admin()) {
            admin.describeTopics(List.of(topic.topicName())).allTopicNames().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new Refusal(
                        "Kafka at %s has no topic %s: the applications of Caseline make it when they start"
                                .formatted(bootstrapServers, topic.topicName()),
                        e);
            }
            throw away(e);
        } catch (TimeoutException e) {
            throw away(e);
        }
        if (!Probe.isOk("%s/apis/ccompat/v7/subjects/%s/versions/latest".formatted(registry, topic.subject()))) {
            throw new Refusal("the schema registry at %s does not answer, or has no schema for %s"
                    .formatted(registry, topic.topicName()));
        }
    }

    public Admin admin() {
        return Admin.create(Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_SECONDS * 1000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_SECONDS * 500));
    }

    /** Settings of a producer whose records all replicas have when they are acknowledged. */
    public Map<String, Object> producer() {
        Map<String, Object> settings = serde();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, AvroKafkaSerializer.class);
        return settings;
    }

    /** Settings of a consumer without a group that sees what is committed, and nothing else. */
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

    private Refusal away(Exception cause) {
        return new Refusal(
                "Kafka at %s does not answer; ./caseline status shows whether it is up".formatted(bootstrapServers),
                cause);
    }
}
