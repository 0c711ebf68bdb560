package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Topology;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The system on one engine as docs/guides/docker.md tells: from nothing, with what can happen to it afterwards. */
@EnabledIfSystemProperty(named = "caseline.tests", matches = "containers", disabledReason = "needs a Docker engine")
class DockerIT {

    private static final String CASES = "/programs/gobank/customerCare/cases";
    private static final String CASE = """
            {"subject": "Card not received", "firstName": "Ana", "lastName": "Reyes"}""";
    private static final String ASSOCIATION = """
            {"metadata": {"merchantId": "fscc0342", "storeId": "S-1", "userId": "t-1",
             "requestDateTime": "2026-01-09T13:25:45Z"}, "accountNumber": "4000000000000000"}""";

    private static final CommandLineSystem system = new CommandLineSystem(Path.of("target", "docker"));
    private static final ComposeServices services = (ComposeServices) system.services();

    private static CommandLineSystem.Run demo = new CommandLineSystem.Run(-1, "");

    @BeforeAll
    static void up() throws Exception {
        services.clear();
        demo = system.caseline("demo", "--docker");
        services.connect();
    }

    @AfterAll
    static void down() throws Exception {
        services.stop();
    }

    @Test
    void one_command_starts_everything_from_nothing() throws Exception {
        assertThat(demo.output())
                .contains(
                        "every response is as expected",
                        "has finished: 48 of 48 created",
                        "API documentation   " + system.ports().url(Port.GATEWAY) + "/docs/index.html",
                        "operators' console  " + system.ports().url(Port.CASE_OPERATIONS) + "/console");
        assertThat(demo.exit()).isZero();
        assertThat(services.compose("run", "--rm", "-T", "demo").exit()).isZero();
    }

    static List<String> services() {
        return Topology.names();
    }

    @ParameterizedTest
    @MethodSource("services")
    void a_killed_container_is_started_again_and_has_its_data(String service) throws Exception {
        UUID earlier = UUID.randomUUID();
        JsonNode created = system.post(200, CASES, earlier, CASE);

        services.kill(service);

        assertThat(untilAnswered(() -> system.post(200, CASES, earlier, CASE))).isEqualTo(created);
        JsonNode next = untilAnswered(() -> system.post(200, CASES, UUID.randomUUID(), CASE));
        assertThat(next.at("/caseNumber").asString())
                .isNotEmpty()
                .isNotEqualTo(created.at("/caseNumber").asString());
        JsonNode association =
                untilAnswered(() -> system.post(200, "/retailer/user/associate", UUID.randomUUID(), ASSOCIATION));
        assertThat(association.at("/metadata/responseDescription").asString()).isNotEmpty();
    }

    /** Right after a start some requests are answered 503 or 202, and connections of others have broken. */
    private static JsonNode untilAnswered(Callable<JsonNode> request) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(request, answer -> true);
    }

    @Test
    void a_caller_that_waits_gets_202_when_the_gateway_is_stopped() throws Exception {
        system.makeSalesforceUnavailable();
        FutureTask<JsonNode> waiting = new FutureTask<>(() -> system.post(202, CASES, UUID.randomUUID(), CASE, 30));
        try {
            Thread.ofVirtual().start(waiting);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(25))
                    .until(() -> system.metrics().contains("caseline_waiters 1.0"));
            assertThat(waiting.isDone()).isFalse();

            services.compose("stop", "gateway");
        } finally {
            system.makeSalesforceAvailable();
        }

        JsonNode accepted = waiting.get(30, TimeUnit.SECONDS);
        assertThat(accepted.at("/status").asString()).isEqualTo("Pending");
        assertThat(services.inspect("gateway", "{{.State.ExitCode}}"))
                .as("stopped by SIGTERM, not killed")
                .isEqualTo("143");
        assertThat(services.compose("up", "--detach", "--wait", "gateway").exit())
                .isZero();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> status(accepted).at("/status").asString().equals("Created"));
    }

    private static JsonNode status(JsonNode accepted) throws IOException, InterruptedException {
        return system.get(CASES + "/" + accepted.at("/correlationId").asString());
    }

    @Test
    void down_keeps_the_data_and_the_secrets() throws Exception {
        JsonNode created = system.post(200, CASES, UUID.randomUUID(), CASE);

        services.compose("down");
        services.compose("up", "--detach", "--wait");

        assertThat(status(created).at("/caseNumber")).isEqualTo(created.at("/caseNumber"));
    }

    @Test
    void the_command_line_is_a_service() throws Exception {
        JsonNode created = system.post(200, CASES, UUID.randomUUID(), CASE);

        String events = services.compose(
                        "run", "--rm", "-T", "caseline", "events", "cases", "--from", "beginning", "--until-end")
                .output();
        String password = services.compose(
                        "run",
                        "--rm",
                        "-T",
                        "--entrypoint",
                        "cat",
                        "caseline",
                        "/home/caseline/secrets/operator-password")
                .output();

        assertThat(events).contains(created.at("/correlationId").asString());
        assertThat(services.compose("run", "--rm", "-T", "caseline", "audit").exit())
                .isZero();
        assertThat(password.strip()).hasSizeGreaterThan(12);
    }

    @Test
    void prometheus_gets_metrics_from_every_application_and_has_the_rules() throws Exception {
        var up = services.compose("--profile", "monitoring", "up", "--detach", "--wait", "prometheus");
        assertThat(up.exit()).as(up.output()).isZero();

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(prometheus("targets").findValuesAsString("health"))
                        .hasSize(3)
                        .containsOnly("up"));
        assertThat(prometheus("rules").findValuesAsString("type")).contains("alerting");
    }

    private static JsonNode prometheus(String resource) throws IOException, InterruptedException {
        URI uri = URI.create(
                "http://127.0.0.1:%d/api/v1/%s".formatted(system.ports().base() + 13, resource));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return JsonMapper.shared()
                    .readTree(http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }
}
