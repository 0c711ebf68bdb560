package io.caseline.messaging.testing;

import io.caseline.schemas.KeySets;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.test.context.DynamicPropertyRegistry;

/** The services that tests share, each started when the first test asks for it, stopped with the JVM. */
public final class TestServices {
    private TestServices() {}

    /** Points an application at the shared Kafka, registry and keys. */
    public static void messaging(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.bootstrap-servers", () -> kafka().getBrokersAsString());
        properties.add("caseline.registry.url", TestServices::registryUrl);
        properties.add("caseline.sealing.keyset", TestServices::sealingKeys);
    }

    /** Points an application at the shared PostgreSQL. */
    public static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> postgres().getJdbcUrl("postgres", "postgres"));
        properties.add("spring.datasource.username", () -> "postgres");
    }

    public static EmbeddedKafkaBroker kafka() {
        return Kafka.BROKER;
    }

    public static EmbeddedPostgres postgres() {
        return Postgres.SERVER;
    }

    /** Address of the shared schema registry, as Confluent's clients take it. */
    public static String registryUrl() {
        return Registry.PROCESS.url();
    }

    public static Path sealingKeys() {
        return Keys.SEALING;
    }

    public static Path fingerprintKeys() {
        return Keys.FINGERPRINT;
    }

    private static final class Kafka {
        static final EmbeddedKafkaBroker BROKER = new EmbeddedKafkaKraftBroker(1, 1)
                .brokerProperties(Map.of(
                        "auto.create.topics.enable", "false",
                        "group.initial.rebalance.delay.ms", "0",
                        "transaction.state.log.replication.factor", "1",
                        "transaction.state.log.min.isr", "1",
                        "transaction.state.log.num.partitions", "5",
                        "offsets.topic.replication.factor", "1",
                        "offsets.topic.num.partitions", "5"));

        static {
            BROKER.afterPropertiesSet();
        }
    }

    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Registry {
        static final RegistryProcess PROCESS = RegistryProcess.start();
    }

    private static final class Keys {
        static final Path SEALING = folder().resolve("sealing.json");
        static final Path FINGERPRINT = folder().resolve("fingerprint.json");

        static {
            KeySets.createSealing(SEALING);
            KeySets.createFingerprint(FINGERPRINT);
        }

        private static Path folder() {
            try {
                return Files.createTempDirectory(Path.of("target"), "keys");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
