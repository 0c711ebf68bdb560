package io.caseline.cases.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.Certificates;
import io.caseline.messaging.testing.Guide;
import io.caseline.messaging.testing.TestServices;
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
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The project's own Salesforce sandbox, in a process of its own that all tests share, with its cases in the shared
 * PostgreSQL. Faults are set by their names in the sandbox's admin API.
 */
public final class SandboxOrg {
    public static final String CLIENT_ID = "caseline";
    public static final String CLIENT_SECRET = "s3cret";
    public static final int DAILY_CALLS = 1_000_000;

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");
    private static final String DATA = "/services/data/v62.0";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(Certificates.shared().context())
            .build();
    private final JsonMapper json = new JsonMapper();
    private final JdbcClient database;
    private final Path privateKey;
    private final URI url;
    private final String name;
    private final Path log;

    /** @param tls whether it speaks TLS, by Spring Boot's own settings */
    private SandboxOrg(String name, boolean tls) {
        this.name = name;
        log = Path.of("target", name + ".log");
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "keys");
            RSAKey key = KeyPair.generate();
            privateKey = KeyPair.privatePem(key, folder);
            database = JdbcClient.create(TestServices.postgres().createDatabase(name));
            Process process = start(KeyPair.publicPem(key, folder), tls);
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            url = URI.create((tls ? "https://localhost:" : "http://127.0.0.1:") + port(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A case in the org. */
    public record OrgCase(String id, String number, Map<String, Object> fields) {}

    /** A call that the org has let in. */
    public record ReceivedCall(
            String method, String path, int bytes, boolean gzip, boolean acceptsGzip, List<String> externalIds) {

        public boolean isInsert() {
            return path.endsWith("/composite");
        }

        public boolean isReadingChanges() {
            return path.contains("/queryAll");
        }

        public boolean isDescribe() {
            return path.endsWith("/describe");
        }
    }

    /** Fails a test class at once, with one sentence, if the sandbox's jar is not what it has to be. */
    public static final class Check implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            var unused = jar();
        }
    }

    private static Path jar() {
        return new SandboxJar(Path.of("..")).upToDate();
    }

    private static final class Shared {
        static final SandboxOrg ORG = new SandboxOrg("sandbox", false);
    }

    /** The org, started when the first test asks for it. */
    public static SandboxOrg shared() {
        return Shared.ORG;
    }

    /** One of the caller's own that speaks TLS. */
    public static SandboxOrg secure() {
        return new SandboxOrg("sandbox_tls", true);
    }

    private Process start(Path jwtPublicKey, boolean tls) throws IOException {
        Files.deleteIfExists(log);
        ProcessBuilder sandbox = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx160m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        sandbox.environment()
                .putAll(Map.of(
                        "SERVER_PORT",
                        "0",
                        "SANDBOX_CLIENTID",
                        CLIENT_ID,
                        "SANDBOX_CLIENTSECRET",
                        CLIENT_SECRET,
                        "SANDBOX_JWTPUBLICKEY",
                        jwtPublicKey.toUri().toString(),
                        "SANDBOX_DAILYAPILIMIT",
                        String.valueOf(DAILY_CALLS),
                        "SPRING_DATASOURCE_URL",
                        TestServices.postgres().url(name),
                        "SPRING_DATASOURCE_USERNAME",
                        "postgres"));
        if (tls) {
            new Guide()
                    .replace("/etc/caseline/tls", Certificates.shared().folder())
                    .environment("Certificates", "HTTP servers")
                    .forEach(sandbox.environment()::put);
        }
        return sandbox.start();
    }

    private int port(Process process) {
        return Awaitility.await("the sandbox's port in " + log)
                .atMost(Duration.ofSeconds(90))
                .failFast("the sandbox has ended; see " + log, () -> !process.isAlive())
                .until(this::loggedPort, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Integer> loggedPort() throws IOException {
        Matcher started = STARTED.matcher(Files.exists(log) ? Files.readString(log) : "");
        return started.find() ? Optional.of(Integer.valueOf(started.group(1))) : Optional.empty();
    }

    public URI url() {
        return url;
    }

    /** PEM of the key for {@code jwt-bearer}. */
    public Path privateKey() {
        return privateKey;
    }

    /** Sets one fault: all others are off. */
    public void fault(String name, Object value) {
        faults(Map.of(name, value));
    }

    /** Sets these faults: all others are off. */
    public void faults(Map<String, Object> faults) {
        send("PUT", "/sandbox/faults", json.writeValueAsString(faults), "");
    }

    /** Turns every fault off. */
    public void heal() {
        fault("apiUsage", 0);
    }

    /** The fault that records whose field contains a text are refused; the message quotes the customer. */
    public static Map<String, Object> refusing(String field, String text, String statusCode) {
        return refusing(field, text, statusCode, List.of("Subject"));
    }

    /** @param named fields that the refusal names */
    public static Map<String, Object> refusing(String field, String text, String statusCode, List<String> named) {
        return Map.of(
                "field", field,
                "contains", text,
                "statusCode", statusCode,
                "message", "a message that quotes Jane's own words",
                "fields", named);
    }

    /** The fault that calls whose body contains a text are refused as a whole. */
    public static Map<String, Object> refusingCalls(String text, int status, String errorCode, String message) {
        return Map.of("contains", text, "status", status, "errorCode", errorCode, "message", message);
    }

    /** A number of the sandbox's statistics, such as {@code apiCalls}. */
    public long count(String statistic) {
        return send("GET", "/sandbox/stats", "", "").path(statistic).asLong();
    }

    /** Begins to count anew, and forgets the calls so far. */
    public void resetStats() {
        send("DELETE", "/sandbox/stats", "", "");
    }

    /** The latest calls, the oldest first. */
    public List<ReceivedCall> calls() {
        return json.convertValue(send("GET", "/sandbox/calls", "", ""), new TypeReference<>() {});
    }

    public List<ReceivedCall> inserts() {
        return calls().stream().filter(ReceivedCall::isInsert).toList();
    }

    /** The latest calls that carry one of these commands: unlike {@code apiCalls}, no look at limits or mapping. */
    public List<ReceivedCall> insertsOf(SubmitCase... commands) {
        Set<String> ids = Stream.of(commands)
                .map(command -> command.getCorrelationId().toString())
                .collect(Collectors.toSet());
        return inserts().stream()
                .filter(call -> !Collections.disjoint(call.externalIds(), ids))
                .toList();
    }

    public long describes() {
        return calls().stream().filter(ReceivedCall::isDescribe).count();
    }

    /** The case with this correlation id; the look-up counts as no call. */
    public Optional<OrgCase> find(Object correlationId) {
        return database
                .sql("select * from cases where caseline_correlation_id__c = ?")
                .param(correlationId.toString())
                .query()
                .listOfRows()
                .stream()
                .findFirst()
                .map(row -> new OrgCase(
                        Objects.requireNonNull(row.get("Id")).toString(),
                        Objects.requireNonNull(row.get("CaseNumber")).toString(),
                        row));
    }

    /** Loses cases, as an org does that is restored from an older backup. */
    public void lose(Collection<UUID> correlationIds) {
        database.sql("delete from cases where caseline_correlation_id__c = any(?)")
                .param(correlationIds.stream().map(UUID::toString).toArray(String[]::new))
                .update();
    }

    /** Edits a case as an agent does. */
    public void edit(String caseId, Map<String, String> fields) {
        send("PATCH", DATA + "/sobjects/Case/" + caseId, json.writeValueAsString(fields), token());
    }

    /** Adds a comment as an agent does. */
    public void comment(String caseId, String text) {
        send(
                "POST",
                DATA + "/sobjects/CaseComment",
                json.writeValueAsString(Map.of("ParentId", caseId, "CommentBody", text)),
                token());
    }

    public void delete(String caseId) {
        send("DELETE", DATA + "/sobjects/Case/" + caseId, "", token());
    }

    public void restore(String caseId) {
        send("POST", "/sandbox/cases/" + caseId + "/restore", "", "");
    }

    public void merge(String caseId, String into) {
        send("POST", "/sandbox/cases/" + caseId + "/merge?into=" + into, "", "");
    }

    /** Changes what the API does not. */
    public void update(String sql, Object... parameters) {
        database.sql(sql).params(parameters).update();
    }

    private String token() {
        String form = "grant_type=client_credentials&client_id=%s&client_secret=%s".formatted(CLIENT_ID, CLIENT_SECRET);
        return send("POST", "/services/oauth2/token", form, "")
                .path("access_token")
                .asString();
    }

    private JsonNode send(String method, String path, String body, String token) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
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
}
