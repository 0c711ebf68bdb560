package io.caseline.cases.testing;

import io.caseline.messaging.testing.RegistryProcess;
import io.caseline.messaging.testing.TestServices;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The project's own Salesforce sandbox in a process of its own, with its cases in the shared PostgreSQL. */
public final class SandboxOrg {
    public static final int DAILY_CALLS = 1_000_000;

    private static final Path JAR = Path.of("../salesforce-sandbox/target/salesforce-sandbox.jar");
    private static final String DATA = "/services/data/v62.0";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JsonMapper json = new JsonMapper();
    private final int port = RegistryProcess.freePort();

    public SandboxOrg(Path jwtPublicKey) {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException("First build the sandbox: mvn -pl salesforce-sandbox package");
        }
        createDatabase();
        ProcessBuilder sandbox = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx160m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        JAR.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File("target/sandbox.log"));
        sandbox.environment()
                .putAll(Map.of(
                        "SERVER_PORT", String.valueOf(port),
                        "SANDBOX_CLIENTID", "caseline",
                        "SANDBOX_CLIENTSECRET", "s3cret",
                        "SANDBOX_JWTPUBLICKEY", jwtPublicKey.toUri().toString(),
                        "SANDBOX_DAILYAPILIMIT", String.valueOf(DAILY_CALLS),
                        "SPRING_DATASOURCE_URL", TestServices.postgres().getJdbcUrl("postgres", "sandbox"),
                        "SPRING_DATASOURCE_USERNAME", "postgres"));
        try {
            Process process = sandbox.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().atMost(Duration.ofSeconds(90)).ignoreExceptions().until(() -> stats() != null);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Sets all faults: what the JSON leaves out is off. */
    public void faults(String faults) {
        send("PUT", "/sandbox/faults", faults, "");
    }

    public JsonNode stats() {
        return send("GET", "/sandbox/stats", "", "");
    }

    public long count(String statistic) {
        return stats().path(statistic).asLong();
    }

    /** The case with this correlation id, as an agent sees it. */
    public JsonNode find(Object correlationId) {
        return send("GET", DATA + "/sobjects/Case/Caseline_Correlation_Id__c/" + correlationId, "", token());
    }

    public void edit(String caseId, String fields) {
        send("PATCH", DATA + "/sobjects/Case/" + caseId, fields, token());
    }

    public JsonNode describeCase() {
        return send("GET", DATA + "/sobjects/Case/describe", "", token());
    }

    private String token() {
        String form = "grant_type=client_credentials&client_id=caseline&client_secret=s3cret";
        return send("POST", "/services/oauth2/token", form, "")
                .path("access_token")
                .asString();
    }

    private JsonNode send(String method, String path, String body, String token) {
        HttpRequest request = HttpRequest.newBuilder(url().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header(
                        "Content-Type",
                        body.startsWith("grant_type") ? "application/x-www-form-urlencoded" : "application/json")
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + response.body());
            }
            return json.readTree(response.body().isEmpty() ? "{}" : response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void createDatabase() {
        try (Connection connection =
                        TestServices.postgres().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE sandbox");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
