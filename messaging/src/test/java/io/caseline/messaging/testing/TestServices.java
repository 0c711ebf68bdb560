package io.caseline.messaging.testing;

import io.caseline.schemas.KeySets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.util.function.SingletonSupplier;

/** The services that tests share, each started when the first test asks for it, stopped with the JVM. */
public final class TestServices {
    private static final Supplier<Kafka> KAFKA = SingletonSupplier.of(Kafka::start);
    private static final Supplier<Postgres> POSTGRES = SingletonSupplier.of(Postgres::start);
    private static final Supplier<Registry> REGISTRY = SingletonSupplier.of(Registry::start);

    private TestServices() {}

    /** Points an application at the shared Kafka, registry and keys. */
    public static void messaging(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.bootstrap-servers", () -> kafka().bootstrapServers());
        properties.add("caseline.registry.url", TestServices::registryUrl);
        properties.add("caseline.sealing.keyset", TestServices::sealingKeys);
    }

    /** Points an application at the shared PostgreSQL. */
    public static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> postgres().url());
        properties.add("spring.datasource.username", () -> Postgres.SUPERUSER);
    }

    public static Kafka kafka() {
        return KAFKA.get();
    }

    public static Postgres postgres() {
        return POSTGRES.get();
    }

    /** Address of the shared schema registry, without a path. */
    public static String registryUrl() {
        return REGISTRY.get().url();
    }

    public static Path sealingKeys() {
        return Keys.SEALING;
    }

    public static Path fingerprintKeys() {
        return Keys.FINGERPRINT;
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
