package io.caseline.gateway.cases;

import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.jayway.jsonpath.JsonPath;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.messages.CareCase;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Sealing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Add Customer Care Case over real HTTP, Kafka and registry. */
@ExtendWith(SharedGateway.class)
class CaseApiTest {
    private static final String WHOLE = """
            {"subject":"Card lost","firstName":"Ada","lastName":"Lovelace","customerQuestion":"Where is my card?",
             "emailAddress":"ada@example.com","accountIdentifier":"acc-1","accountHolderIdentifier":"holder-1",
             "phoneNumbers":{"number":"310-555-1234","type":0},
             "device":{"deviceID":"d1","deviceMake":"Pear","deviceVersion":"12","deviceOS":1,"deviceOSVersion":"17.1"},
             "loyaltyTier":"ignored"}""";

    @Test
    void a_case_is_answered_with_its_number(Gateway gateway) {
        String requestId = guid();
        HttpResponse<String> answer = gateway.post(CASES, requestId, WHOLE);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JsonPath.<String>read(answer.body(), "$.caseNumber")).isEqualTo("00001027");
        assertThat(JsonPath.<String>read(answer.body(), "$.status")).isEqualTo("Created");
        assertThat(JsonPath.<Integer>read(answer.body(), "$.responseDetails[0].code"))
                .isZero();
        assertThat(JsonPath.<String>read(answer.body(), "$.responseDetails[0].description"))
                .isEqualTo("Success");
        assertThat(answer.headers().firstValue("X-GD-RequestId")).hasValue(requestId);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void the_command_holds_what_was_said_sealed_and_nothing_in_clear(Gateway gateway) throws Exception {
        HttpResponse<String> answer = gateway.post(CASES, guid(), WHOLE);
        String correlationId = JsonPath.read(answer.body(), "$.correlationId");
        SubmitCase command = commands(gateway, correlationId).getFirst();

        assertThat(command.toString())
                .doesNotContain("Ada")
                .doesNotContain("lost")
                .doesNotContain("acc-1");
        byte[] opened = Sealing.from(TestServices.sealingKeys()).unseal(command.getSealedCase(), correlationId);
        CareCase careCase = CareCase.fromByteBuffer(ByteBuffer.wrap(opened));
        assertThat(careCase.getFirstName()).isEqualTo("Ada");
        assertThat(careCase.getPhoneNumber()).isEqualTo("310-555-1234");
        assertThat(careCase.getDeviceOsVersion()).isEqualTo("17.1");
    }

    @Test
    void respond_async_is_answered_when_the_command_is_durable(Gateway gateway) {
        HttpResponse<String> answer = gateway.post(CASES, guid(), WHOLE, "Prefer", "respond-async");

        assertThat(answer.statusCode()).isEqualTo(202);
        String correlationId = JsonPath.read(answer.body(), "$.correlationId");
        assertThat(JsonPath.<String>read(answer.body(), "$.status")).isEqualTo("Pending");
        assertThat(answer.headers().firstValue("Location")).hasValue(CASES + "/" + correlationId);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("respond-async");
        assertThat(commands(gateway, correlationId)).hasSize(1);
    }

    @Test
    void a_wait_that_ends_without_an_outcome_is_answered_202(Gateway gateway) {
        gateway.processors().beSilent(true);
        HttpResponse<String> answer = gateway.post(CASES, guid(), WHOLE, "Prefer", "wait=1");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("wait=1");
    }

    @Test
    void a_case_that_salesforce_refused_is_accepted_and_says_why(Gateway gateway) {
        gateway.processors().refuseCases("STRING_TOO_LONG");
        HttpResponse<String> answer = gateway.post(CASES, guid(), WHOLE);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(JsonPath.<String>read(answer.body(), "$.status")).isEqualTo("Failed");
        assertThat(JsonPath.<String>read(answer.body(), "$.reason")).isEqualTo("STRING_TOO_LONG");
    }

    @Test
    void the_same_request_twice_has_one_correlation_id(Gateway gateway) {
        String requestId = guid();
        String first = JsonPath.read(gateway.post(CASES, requestId, WHOLE).body(), "$.correlationId");
        String again = JsonPath.read(gateway.post(CASES, requestId, WHOLE).body(), "$.correlationId");
        String other = JsonPath.read(
                gateway.post(CASES, requestId, WHOLE.replace("lost", "found")).body(), "$.correlationId");

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void text_json_is_answered_where_it_is_asked_for(Gateway gateway) {
        HttpResponse<String> answer = gateway.post(CASES, guid(), WHOLE, "Accept", "text/json");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/json"));
    }

    @Test
    void the_callers_trace_goes_with_the_command_and_a_broken_one_is_replaced(Gateway gateway) {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assertThat(traceparent(gateway, trace)).isEqualTo(trace);
        assertThat(traceparent(gateway, "00-nonsense")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    }

    private static String traceparent(Gateway gateway, String given) {
        String correlationId = JsonPath.read(
                gateway.post(CASES, guid(), WHOLE, "traceparent", given).body(), "$.correlationId");
        commands(gateway, correlationId);
        return gateway.processors().commands().stream()
                .filter(record -> record.key().equals(correlationId))
                .map(record ->
                        new String(record.headers().lastHeader("traceparent").value(), StandardCharsets.US_ASCII))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void two_gateways_make_one_request_of_a_repeat(Gateway gateway) {
        String requestId = guid();
        String first = JsonPath.read(gateway.post(CASES, requestId, WHOLE).body(), "$.correlationId");
        try (Gateway other = Gateway.start()) {
            String again = JsonPath.read(
                    other.post(CASES, requestId, WHOLE, "Prefer", "respond-async")
                            .body(),
                    "$.correlationId");
            assertThat(again).isEqualTo(first);
        }
    }

    @Test
    void a_stopping_gateway_answers_who_waits() {
        Gateway gateway = Gateway.start("spring.lifecycle.timeout-per-shutdown-phase=20s");
        Gateway.Processors processors = gateway.processors();
        processors.beSilent(true);
        String requestId = guid();
        CompletableFuture<HttpResponse<String>> waiting =
                CompletableFuture.supplyAsync(() -> gateway.post(CASES, requestId, WHOLE, "Prefer", "wait=3"));
        Awaitility.await()
                .until(() -> processors.commands().stream()
                        .anyMatch(record -> record.value() instanceof SubmitCase command
                                && command.getRequestId().toString().equals(requestId)));
        Instant stopping = Instant.now();
        gateway.close();
        processors.beSilent(false);
        assertThat(waiting.join().statusCode()).isEqualTo(202);
        assertThat(Duration.between(stopping, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void an_outcome_that_comes_while_the_gateway_stops_is_answered(Gateway shared) {
        Gateway gateway = Gateway.start();
        shared.processors().beSilent(true);
        String requestId = guid();
        CompletableFuture<HttpResponse<String>> waiting =
                CompletableFuture.supplyAsync(() -> gateway.post(CASES, requestId, WHOLE, "Prefer", "wait=30"));
        ConsumerRecord<String, ?> command = Awaitility.await()
                .until(
                        () -> shared.processors().commands().stream()
                                .filter(record -> record.value() instanceof SubmitCase submit
                                        && submit.getRequestId().toString().equals(requestId))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close);
        Awaitility.await().until(() -> !accepts(gateway));
        shared.processors().breakSilence(command);

        assertThat(waiting.join().statusCode()).isEqualTo(200);
        stopped.join();
    }

    private static boolean accepts(Gateway gateway) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_refused_request_is_the_same_one_on_a_restarted_gateway(Gateway shared) {
        shared.processors().refuseCases("STRING_TOO_LONG"); // its processors read along
        String requestId = guid();
        String first = refusedBy("first", requestId);
        assertThat(refusedBy("again", requestId)).isEqualTo(first);
    }

    /** The body that a gateway of its own answers, whose processors refuse the case. */
    private static String refusedBy(String clientId, String requestId) {
        try (Gateway gateway = Gateway.start("spring.kafka.client-id=" + clientId)) {
            gateway.processors().beSilent(false);
            gateway.processors().refuseCases("STRING_TOO_LONG");
            return gateway.post(CASES, requestId, WHOLE, "Prefer", "wait=30").body();
        }
    }

    @Test
    void what_is_logged_of_a_request_carries_its_trace(Gateway gateway) {
        Logger access = (Logger) LoggerFactory.getLogger("caseline.access");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        access.addAppender(lines);
        access.setLevel(Level.INFO);
        try {
            gateway.post(
                    CASES, guid(), WHOLE, "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            Awaitility.await()
                    .until(() -> List.copyOf(lines.list).stream()
                            .anyMatch(line -> "0af7651916cd43dd8448eb211c80319c"
                                    .equals(line.getMDCPropertyMap().get("traceId"))));
        } finally {
            access.setLevel(Level.OFF);
            access.detachAppender(lines);
        }
    }

    static Stream<Arguments> refusals() {
        String long101 = "x".repeat(101);
        return Stream.of(
                refusal("", 200, "The request body is empty"),
                refusal("{\"subject\":", 200, "The request body is not valid JSON"),
                refusal("[1]", 640, "The request body is invalid"),
                refusal("{}", 200, "subject or customerQuestion is required"),
                refusal("{\"subject\":null}", 200, "subject or customerQuestion is required"),
                refusal("{\"subject\":\"\"}", 400, "subject must have 1 to 100 characters"),
                refusal("{\"subject\":\"" + long101 + "\"}", 400, "subject must have 1 to 100 characters"),
                refusal("{\"subject\":\"s\",\"lastName\":\"L\"}", 400, "lastName must have 2 to 100 characters"),
                refusal(
                        "{\"customerQuestion\":\"" + "q".repeat(5001) + "\"}",
                        400,
                        "customerQuestion must have 1 to 5000 characters"),
                refusal(
                        "{\"subject\":\"s\",\"accountIdentifier\":\"" + long101 + "\"}",
                        400,
                        "accountIdentifier must have 0 to 100 characters"),
                refusal("{\"subject\":7}", 640, "subject is invalid"),
                refusal("{\"subject\":\"s\",\"emailAddress\":\"nobody\"}", 640, "emailAddress is invalid"),
                refusal("{\"subject\":\"s\",\"phoneNumbers\":[]}", 640, "phoneNumbers is invalid"),
                refusal(
                        "{\"subject\":\"s\",\"phoneNumbers\":{\"number\":\"call me\"}}",
                        640,
                        "phoneNumbers.number is invalid"),
                refusal(
                        "{\"subject\":\"s\",\"phoneNumbers\":{\"type\":\"home\"}}",
                        600,
                        "phoneNumbers.type is invalid"),
                refusal("{\"subject\":\"s\",\"phoneNumbers\":{\"type\":100}}", 600, "phoneNumbers.type is invalid"),
                refusal("{\"subject\":\"s\",\"device\":{\"deviceOS\":\"1\"}}", 640, "device.deviceOS is invalid"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void what_is_wrong_is_named(String body, int code, String description, Gateway gateway) {
        String requestId = guid();
        HttpResponse<String> answer = gateway.post(CASES, requestId, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JsonPath.<List<Integer>>read(answer.body(), "$.responseDetails[*].code"))
                .contains(code);
        assertThat(JsonPath.<List<String>>read(answer.body(), "$.responseDetails[*].description"))
                .contains(description);
        assertThat(answer.headers().firstValue("X-GD-RequestId")).hasValue(requestId);
    }

    @Test
    void several_things_wrong_are_several_details(Gateway gateway) {
        HttpResponse<String> answer =
                gateway.post(CASES, "no-guid", "{\"subject\":\"\",\"lastName\":\"L\",\"emailAddress\":\"x\"}");
        assertThat(JsonPath.<List<String>>read(answer.body(), "$.responseDetails[*].description"))
                .containsExactly(
                        "X-GD-RequestId is invalid",
                        "subject must have 1 to 100 characters",
                        "lastName must have 2 to 100 characters",
                        "emailAddress is invalid");
    }

    @Test
    void a_request_without_its_id_is_refused(Gateway gateway) {
        HttpResponse<String> answer = Gateway.send(gateway.request(CASES).POST(BodyPublishers.ofString(WHOLE)));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("X-GD-RequestId is required");
    }

    @Test
    void a_program_sets_what_it_requires(Gateway gateway) {
        HttpResponse<String> answer = gateway.post(
                "/programs/strict/customerCare/cases", guid(), "{\"customerQuestion\":\"" + "q".repeat(501) + "\"}");
        assertThat(JsonPath.<List<String>>read(answer.body(), "$.responseDetails[*].description"))
                .containsExactly(
                        "customerQuestion must have 1 to 500 characters",
                        "emailAddress is required",
                        "subject is required");
    }

    @Test
    void an_unknown_or_retired_program_is_code_1000(Gateway gateway) {
        for (String program : List.of("unknown", "retired")) {
            HttpResponse<String> answer = gateway.post("/programs/" + program + "/customerCare/cases", guid(), WHOLE);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(JsonPath.<Integer>read(answer.body(), "$.responseDetails[0].code"))
                    .isEqualTo(1000);
        }
    }

    @Test
    void a_body_over_the_limit_is_413_told_or_not(Gateway gateway) {
        String large = "{\"subject\":\"s\",\"extra\":\"" + "x".repeat(70_000) + "\"}";
        assertThat(gateway.post(CASES, guid(), large).statusCode()).isEqualTo(413);
        HttpResponse<String> chunked = Gateway.send(gateway.request(CASES)
                .header("X-GD-RequestId", guid())
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))));
        assertThat(chunked.statusCode()).isEqualTo(413);
    }

    @Test
    void another_content_type_is_415(Gateway gateway) {
        HttpResponse<String> answer = Gateway.send(gateway.request(CASES)
                .setHeader("Content-Type", "application/xml")
                .header("X-GD-RequestId", guid())
                .POST(BodyPublishers.ofString("<case/>")));
        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void the_status_of_a_case_is_what_the_ledger_says(Gateway gateway) {
        String id = guid();
        gateway.recordSays(id, "{\"correlationId\":\"" + id + "\",\"state\":\"RECEIVED\"}");
        HttpResponse<String> pending = status(gateway, id);
        assertThat(pending.statusCode()).isEqualTo(200);
        assertThat(pending.body()).contains("\"status\":\"Pending\"");
        assertThat(pending.headers().firstValue("Retry-After")).isPresent();

        gateway.recordSays(id, "{\"correlationId\":\"" + id + "\",\"state\":\"CREATED\",\"caseNumber\":\"00001028\"}");
        assertThat(status(gateway, id).body()).contains("\"caseNumber\":\"00001028\"", "\"status\":\"Created\"");

        gateway.recordSays(
                id, "{\"correlationId\":\"" + id + "\",\"state\":\"FAILED\",\"failureCode\":\"STRING_TOO_LONG\"}");
        assertThat(status(gateway, id).body()).contains("\"status\":\"Failed\"", "STRING_TOO_LONG");

        gateway.recordSays(
                id, "{\"correlationId\":\"" + id + "\",\"state\":\"DISCARDED\",\"failureCode\":\"STRING_TOO_LONG\"}");
        assertThat(status(gateway, id).body())
                .contains("\"status\":\"Failed\"", "\"reason\":\"DISCARDED\"")
                .doesNotContain("STRING_TOO_LONG");
    }

    @Test
    void an_id_that_nobody_knows_is_404_and_no_id_is_400(Gateway gateway) {
        assertThat(status(gateway, guid()).statusCode()).isEqualTo(404);
        assertThat(status(gateway, "not-an-id").statusCode()).isEqualTo(400);
    }

    @Test
    void a_question_waits_for_the_outcome_if_it_wants(Gateway gateway) {
        String id = guid();
        gateway.recordSays(id, "{\"correlationId\":\"" + id + "\",\"state\":\"RECEIVED\"}");
        CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                () -> Gateway.send(gateway.request(CASES + "/" + id).header("Prefer", "wait=10")));
        Awaitility.await().until(() -> gateway.timesAsked(id) > 1);
        gateway.recordSays(id, "{\"correlationId\":\"" + id + "\",\"state\":\"CREATED\",\"caseNumber\":\"00001029\"}");
        assertThat(waiting.join().body()).contains("00001029");
    }

    @Test
    void a_dead_case_processor_costs_the_status_only() {
        try (Gateway gateway = Gateway.start()) {
            gateway.stopProcessors();
            HttpResponse<String> status = status(gateway, guid());
            assertThat(status.statusCode()).isEqualTo(503);
            assertThat(status.headers().firstValue("Retry-After")).isPresent();
            assertThat(gateway.post(CASES, guid(), WHOLE, "Prefer", "respond-async")
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    private static HttpResponse<String> status(Gateway gateway, String id) {
        return gateway.get(CASES + "/" + id);
    }

    private static List<SubmitCase> commands(Gateway gateway, String correlationId) {
        return Awaitility.await()
                .until(
                        () -> gateway.processors().commands().stream()
                                .filter(record -> record.key().equals(correlationId))
                                .map(record -> (SubmitCase) record.value())
                                .toList(),
                        found -> !found.isEmpty());
    }

    private static Arguments refusal(String body, int code, String description) {
        return Arguments.of(body, code, description);
    }

    private static String guid() {
        return UUID.randomUUID().toString();
    }
}
