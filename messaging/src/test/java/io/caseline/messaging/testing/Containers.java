package io.caseline.messaging.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;
import org.yaml.snakeyaml.Yaml;

/**
 * Whether the services of the tests run in containers, by {@code -Dcaseline.tests=containers}, and from which images: those
 * of docker-compose.yml.
 */
final class Containers {
    static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(3);

    private static final Path COMPOSE = Path.of("..", "docker-compose.yml");

    private Containers() {}

    /** Fails with one sentence if containers are requested and there is no engine. */
    static boolean requested() {
        return switch (System.getProperty("caseline.tests", "embedded")) {
            case "embedded" -> false;
            case "containers" -> {
                checkEngine();
                yield true;
            }
            default -> throw new IllegalStateException("-Dcaseline.tests must be containers or embedded");
        };
    }

    private static void checkEngine() {
        try {
            DockerClientFactory.instance().client();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "-Dcaseline.tests=containers needs a running Docker engine, and Testcontainers finds none that it can use",
                    e);
        }
    }

    /** The image of a service of docker-compose.yml. */
    static DockerImageName image(String service) {
        try (Reader text = Files.newBufferedReader(COMPOSE)) {
            Map<?, ?> services = map(new Yaml().<Map<?, ?>>load(text).get("services"));
            return DockerImageName.parse(
                    String.valueOf(map(services.get(service)).get("image")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> map(@Nullable Object node) {
        return (Map<?, ?>) Objects.requireNonNull(node);
    }
}
