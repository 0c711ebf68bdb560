package io.caseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsServer;
import io.caseline.messaging.testing.Certificates;
import io.caseline.messaging.testing.Guide;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.SecureKafka;
import io.caseline.messaging.testing.SecurePostgres;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** The commands with the client settings of the security guide, where every server demands TLS and credentials. */
class SecureInstallationTest {
    private static final RegistryProxy REGISTRY = RegistryProxy.secure();

    private static HttpsServer operations;

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        operations = Certificates.shared().server();
        operations.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = "{\"items\":[]}".getBytes(StandardCharsets.UTF_8);
                boolean isAuthorized = "Bearer operator-token"
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
                exchange.sendResponseHeaders(isAuthorized ? 200 : 401, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        operations.start();
        SecureKafka.createTopics();
        SecureKafka.addUser("operator", "kafka-secret");
        SecureKafka.run(new Guide().commands("Kafka ACLs"));
        SecurePostgres.create(
                "tellers",
                Path.of("../deploy/postgresql/tellers.sql"),
                Map.of("tellers_owner", "owner-secret", "tellers_runtime", "runtime-secret"));
        registerSchemas();
    }

    private static void registerSchemas() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (Topic topic : Topic.values()) {
                if (topic.schema().isPresent()) {
                    String body = JsonMapper.shared()
                            .writeValueAsString(
                                    Map.of("schema", topic.schema().get().toString(), "schemaType", "AVRO"));
                    http.send(
                            HttpRequest.newBuilder(URI.create(
                                            TestServices.registryUrl() + "/subjects/" + topic.subject() + "/versions"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
                }
            }
        }
    }

    @AfterAll
    static void close() {
        operations.stop(0);
        REGISTRY.close();
    }

    private static Path config(String... changes) throws IOException {
        Path token = Files.writeString(Files.createTempFile(Path.of("target"), "token", ""), "operator-token");
        Guide guide = new Guide()
                .replace("/etc/caseline/tls", Certificates.shared().folder())
                .replace("/etc/caseline/operator-token", token.toAbsolutePath())
                .replace(
                        "/etc/caseline/sealing-key-set.json",
                        TestServices.sealingKeys().toAbsolutePath())
                .replace("kafka.example.com:9093", SecureKafka.bootstrapServers())
                .replace("https://registry.example.com", REGISTRY.url())
                .replace("postgres.example.com:5432", SecurePostgres.address())
                .replace(
                        "https://operations.example.com",
                        "https://localhost:" + operations.getAddress().getPort())
                .replace("KAFKA_SECRET", "kafka-secret")
                .replace("REGISTRY_SECRET", RegistryProxy.PASSWORD)
                .replace("DATABASE_SECRET", "runtime-secret");
        for (int i = 0; i < changes.length; i += 2) {
            guide.replace(changes[i], changes[i + 1]);
        }
        return Files.writeString(
                Files.createTempFile(Path.of("target"), "client", ".properties"),
                guide.block("Command line", "properties"));
    }

    @Test
    void a_directory_is_loaded_and_events_are_read() throws IOException {
        Path file = Files.writeString(
                Files.createTempFile(Path.of("target"), "directory", ".csv"),
                "kind,merchantId,enabled\nmerchant,m,true\n");

        assertThat(caseline("directory", "load", file.toString(), "--no-wait", "--config", config().toString()))
                .as(errors.toString())
                .isZero();
        assertThat(out.toString()).contains("loaded 1");
        assertThat(caseline("events", "--from", "beginning", "--until-end", "--config", config().toString()))
                .as(errors.toString())
                .isZero();
    }

    @Test
    void the_operations_api_and_the_database_are_called() throws IOException {
        assertThat(caseline("failures", "--list", "--config", config().toString()))
                .as(errors.toString())
                .isIn(0, 3);
        assertThat(caseline("directory", "show", "merchant", "m", "--config", config().toString()))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("relation \"merchant\" does not exist"); // nobody has migrated it
    }

    @Test
    void what_is_wrong_is_said() throws IOException {
        assertSays(
                "Kafka at %s cannot be used: it refuses the credentials".formatted(SecureKafka.bootstrapServers()),
                "events",
                "--config",
                config("kafka-secret", "wrong").toString());
        assertSays(
                "the schema registry at %s cannot be used: HTTP 401: it refuses the credentials"
                        .formatted(REGISTRY.url()),
                "events",
                "--config",
                config(RegistryProxy.PASSWORD, "wrong").toString());
        String stranger = Certificates.stranger().folder().toString();
        String trusted = Certificates.shared().folder().toString();
        assertSays(
                "cannot be used: its certificate is not trusted",
                "events",
                "--config",
                config(trusted, stranger).toString());
        assertSays(
                "does not respond: its certificate is not trusted",
                "failures",
                "--config",
                config(trusted, stranger).toString());
        assertSays(
                "password authentication failed",
                "directory",
                "show",
                "merchant",
                "m",
                "--config",
                config("runtime-secret", "wrong").toString());
    }

    private void assertSays(String message, String... arguments) {
        errors.getBuffer().setLength(0);
        assertThat(caseline(arguments)).isEqualTo(1);
        assertThat(errors.toString()).contains(message);
    }

    private int caseline(String... arguments) {
        CommandLine commandLine = Cli.commandLine();
        return commandLine
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
