package io.caseline.messaging.testing;

import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.tools.AclCommand;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * A real broker that demands TLS and a password (SCRAM), and allows users only what access control lists say. One for a
 * test run.
 */
public final class SecureKafka {
    private static final String ADMIN_PASSWORD = "admin-secret";

    private static final Supplier<Kafka> SHARED = SingletonSupplier.of(SecureKafka::start);

    private SecureKafka() {}

    private static Kafka start() {
        Certificates certificates = Certificates.shared();
        Map<String, String> listener = Map.of(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                certificates.keyStore().toString(),
                // the broker is a client of itself
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificates.authority().toString(),
                "sasl.enabled.mechanisms",
                "PLAIN,SCRAM-SHA-512",
                "plain.sasl.jaas.config",
                plain(ADMIN_PASSWORD).replace(";", " user_admin=\"" + ADMIN_PASSWORD + "\";"),
                "scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        Map<String, String> broker = Map.of(
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:admin;User:ANONYMOUS"); // the latter is the controller
        return Kafka.start("SASL_SSL", listener, broker);
    }

    public static String bootstrapServers() {
        return SHARED.get().bootstrapServers();
    }

    /** Settings of a client that may do everything. */
    public static Map<String, Object> superUser() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                plain(ADMIN_PASSWORD),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                Certificates.shared().authority().toString());
    }

    private static String plain(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\" password=\""
                + password + "\";";
    }

    /** Makes every topic of the system, for an application that may not. */
    public static void createTopics() {
        try (Admin admin = Admin.create(superUser())) {
            for (Topic topic : Topic.values()) {
                admin.createTopics(List.of(topic.newTopic((short) -1, 0))).all().get();
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends as the super user what the application would send, in its format. */
    @SuppressWarnings("unchecked")
    public static KafkaTemplate<String, Object> superUser(ProducerFactory<?, ?> application) {
        DefaultKafkaProducerFactory<String, Object> producers =
                new DefaultKafkaProducerFactory<>(asSuperUser(application.getConfigurationProperties()));
        producers.setValueSerializerSupplier(
                ((ProducerFactory<String, Object>) application).getValueSerializerSupplier());
        return new KafkaTemplate<>(producers);
    }

    /** Reads as the super user what the application would read, from the topic's beginning. */
    public static Consumer<String, Object> superUser(ConsumerFactory<?, ?> application, String topic) {
        Consumer<String, Object> consumer = new KafkaConsumer<>(asSuperUser(application.getConfigurationProperties()));
        consumer.assign(IntStream.range(0, Topic.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
        return consumer;
    }

    private static Map<String, Object> asSuperUser(Map<String, Object> application) {
        Map<String, Object> settings = new HashMap<>(application);
        for (String name : List.of("sasl.mechanism", "sasl.jaas.config")) {
            settings.put(name, superUser().get(name));
        }
        return settings;
    }

    /** Adds a user who may do nothing yet. */
    public static void addUser(String name, String password) {
        try (Admin admin = Admin.create(superUser())) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs commands as an operator does, with Kafka's own tool; the options that say where and who are added here. */
    public static void run(Stream<String> aclCommands) {
        Path settings = file(superUser());
        Exit.setExitProcedure((status, message) -> {
            throw new IllegalStateException("kafka-acls.sh ends with " + status + ": " + message);
        });
        try {
            aclCommands.forEach(command -> AclCommand.main(arguments(command, settings)));
        } finally {
            Exit.resetExitProcedure();
        }
    }

    private static String[] arguments(String command, Path settings) {
        List<String> words = new ArrayList<>(List.of(command.strip().split("\\s+")));
        if (!"kafka-acls.sh".equals(words.removeFirst())) {
            throw new IllegalArgumentException(command);
        }
        words.addAll(List.of("--bootstrap-server", bootstrapServers(), "--command-config", settings.toString()));
        return words.toArray(String[]::new);
    }

    /** The settings of a client as a file, as the tools of Kafka take it. */
    public static Path file(Map<String, ?> settings) {
        Properties properties = new Properties();
        settings.forEach((name, value) -> properties.setProperty(name, value.toString()));
        try {
            Path file = Files.createTempFile(Path.of("target"), "client", ".properties");
            try (var out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            }
            return file.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
