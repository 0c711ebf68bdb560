package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A platform of its own on free ports, controlled by the commands of {@code ./caseline}. */
final class CommandLineSystem {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path home;
    private final List<String> program;
    private final Ports ports;
    private final TestedServices services;

    CommandLineSystem(Path home) {
        this(home, Map.of());
    }

    CommandLineSystem(Path home, Map<String, String> environment) {
        this(home, List.of("-Dcaseline.root=..", "-jar", "target/local.jar"), environment);
    }

    /**
     * @param program arguments of {@code java} before those of the command
     * @param environment of the commands, and of the services that they start
     */
    CommandLineSystem(Path home, List<String> program, Map<String, String> environment) {
        this.home = home.toAbsolutePath();
        this.program = program;
        this.ports = IntStream.iterate(18400, base -> base + 20)
                .mapToObj(Ports::new)
                .filter(CommandLineSystem::free)
                .findFirst()
                .orElseThrow();
        services = TestedServices.of(new Home(Path.of(".."), this.home), ports, environment, this);
    }

    Ports ports() {
        return ports;
    }

    TestedServices services() {
        return services;
    }

    record Run(int exit, String output) {}

    Run caseline(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jdk("java")));
        command.addAll(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(services.environment());
        builder.environment().put("CASELINE_HOME", home.toString());
        builder.environment().put("CASELINE_PORT_BASE", Integer.toString(ports.base()));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    CompletableFuture<Run> inTheBackground(String... arguments) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return caseline(arguments);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The classes of which a service has instances, with their number and size. */
    String classes(String service) throws IOException, InterruptedException {
        String pid = Files.readAllLines(home.resolve("run").resolve(service + ".pid"))
                .getFirst()
                .substring("pid=".length());
        Process histogram = new ProcessBuilder(jdk("jcmd"), pid, "GC.class_histogram").start();
        String classes = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(histogram.waitFor()).as(classes).isZero();
        return classes;
    }

    private static String jdk(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    JsonNode post(int status, String path, UUID requestId, String body) throws IOException, InterruptedException {
        return post(status, path, requestId, body, status == 202 ? 1 : 30);
    }

    /** @param wait for the outcome, in seconds */
    JsonNode post(int status, String path, UUID requestId, String body, int wait)
            throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                partner(path)
                        .header("X-GD-RequestId", requestId.toString())
                        .header("Content-Type", "application/json")
                        .header("Prefer", "wait=" + wait)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(http.send(partner(path).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    void makeSalesforceUnavailable() throws IOException, InterruptedException {
        makeSalesforce("{\"outage\": true}");
    }

    /** @param subject cases with this in their subject are refused */
    void makeSalesforceRefuse(String subject) throws IOException, InterruptedException {
        makeSalesforce("""
                {"failRecords": [{"field": "Subject", "contains": "%s", "statusCode": "STRING_TOO_LONG", "message": "too long"}]}""".formatted(subject));
    }

    private void makeSalesforce(String fault) throws IOException, InterruptedException {
        faults(HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(fault)));
    }

    void makeSalesforceAvailable() throws IOException, InterruptedException {
        faults(HttpRequest.newBuilder().DELETE());
    }

    private void faults(HttpRequest.Builder request) throws IOException, InterruptedException {
        URI uri = URI.create(ports.url(Port.SALESFORCE_SANDBOX) + "/sandbox/faults");
        var response = http.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
    }

    /** Queries the org through its API. */
    boolean isInSalesforce(String caseNumber) throws IOException, InterruptedException {
        String signIn = "grant_type=client_credentials&client_id=%s&client_secret=%s"
                .formatted(secret("salesforce-client-id"), secret("salesforce-client-secret"));
        var session = http.send(
                HttpRequest.newBuilder(URI.create(ports.url(Port.SALESFORCE_SANDBOX) + "/services/oauth2/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(signIn))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String query = URLEncoder.encode(
                "SELECT Id FROM Case WHERE CaseNumber = '" + caseNumber + "'", StandardCharsets.UTF_8);
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(
                                ports.url(Port.SALESFORCE_SANDBOX) + "/services/data/v62.0/query?q=" + query))
                        .header(
                                "Authorization",
                                "Bearer "
                                        + JSON.readTree(session.body())
                                                .at("/access_token")
                                                .asString())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body()).at("/totalSize").asInt() == 1;
    }

    /** Everything that the platform stores, and its metrics. */
    StoredData storedData() throws IOException, InterruptedException, SQLException {
        StoredData stored = StoredData.of(ports, new Secrets(new Home(Path.of(".."), home)));
        services.logs().forEach((service, log) -> stored.add("log " + service, log));
        stored.add("metrics", metrics());
        return stored;
    }

    /** What Prometheus would get from all applications. */
    String metrics() throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder();
        String token = caseline("token", "--scope", "metrics:read").output().strip();
        for (Port port : List.of(Port.GATEWAY, Port.CASE_PROCESSOR, Port.TELLER_PROCESSOR)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(ports.url(port) + "/actuator/prometheus"))
                    .header("Authorization", "bearer " + token)
                    .build();
            HttpResponse<String> metrics = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(metrics.statusCode()).as(port.toString()).isEqualTo(200);
            all.append(metrics.body());
        }
        return all.toString();
    }

    private HttpRequest.Builder partner(String path) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(URI.create(ports.url(Port.GATEWAY) + path))
                .header("Authorization", "bearer " + caseline("token").output().strip());
    }

    private String secret(String name) throws IOException {
        return Files.readString(home.resolve("secrets").resolve(name));
    }

    private static boolean free(Ports ports) {
        try {
            ports.checkFree();
            return true;
        } catch (CliException e) {
            return false;
        }
    }
}
