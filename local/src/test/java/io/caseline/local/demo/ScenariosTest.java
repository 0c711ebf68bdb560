package io.caseline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the demo judges the responses of a gateway that the test controls. */
class ScenariosTest {

    private static final String CREATED =
            "{\"caseNumber\":\"00001000\",\"status\":\"Created\",\"responseDetails\":[{\"code\":0}]}";
    private static final String PENDING =
            "{\"correlationId\":\"c1\",\"status\":\"Pending\",\"responseDetails\":[{\"code\":0}]}";

    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer gateway;

    @BeforeEach
    void gateway() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            String answer = answers.remove();
            byte[] content = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void a_created_case_is_as_expected() throws Exception {
        answer(200, CREATED);

        Row row = play("{'what':'a case','program':'gobank','body':{},'expect':{'outcome':'Created'}}");

        assertThat(row.mismatches()).isEmpty();
        assertThat(row.number()).isEqualTo("00001000");
        assertThat(row.answer()).isEqualTo("200 Created");
        assertThat(report(row).isAsExpected()).isTrue();
    }

    @Test
    void a_pending_case_is_polled_until_it_is_created() throws Exception {
        answer(503, "{}");
        answer(202, PENDING);
        answer(503, "{}");
        answer(200, PENDING);
        answer(200, CREATED);

        Row row = play("{'what':'a case','program':'gobank','body':{},'expect':{'outcome':'Created'}}");

        assertThat(row.mismatches()).isEmpty();
        assertThat(row.answer()).isEqualTo("202, then Created");
        assertThat(requests).last().asString().startsWith("GET /programs/gobank/customerCare/cases/c1");
    }

    @Test
    void a_repeat_with_another_number_is_a_mismatch() throws Exception {
        answer(200, CREATED);
        answer(200, CREATED.replace("1000", "1001"));

        List<Row> rows = new CaseScenario(
                        sample(
                                "{'what':'a case','program':'gobank','body':{},'twice':true,'expect':{'outcome':'Created'}}"),
                        new CaseScenario.Bearers("partner", "stranger"))
                .run(partner());

        assertThat(rows.getFirst().mismatches()).isEmpty();
        assertThat(rows.getLast().mismatches()).containsExactly("00001001, and 00001000 the first time");
    }

    @Test
    void an_unexpected_response_is_a_mismatch_and_fails_the_demo() throws Exception {
        answer(400, "{\"responseDetails\":[{\"code\":640,\"description\":\"subject is invalid\"}]}");

        Row row = play("{'what':'a case','program':'gobank','body':{},'expect':{'status':400,'code':400}}");

        assertThat(row.mismatches()).containsExactly("code 640 instead of 400");
        assertThat(report(row).isAsExpected()).isFalse();
        assertThat(report(row).lines()).contains("  case gobank: a case: code 640 instead of 400");
    }

    @Test
    void code_and_description_of_a_card_are_both_compared() throws Exception {
        answer(200, "{\"metadata\":{\"responseCode\":863,\"responseDescription\":\"Names differ\"}}");
        CardSample sample = Samples.JSON.readValue(
                json("{'what':'a card','merchant':'fscc0342','store':'CC970','by':'identifier',"
                        + "'change':{'metadata':{'registerId':null,'storeId':'CC971'}},"
                        + "'expect':{'code':863,'sentence':'UserNameNotMatch'}}"),
                CardSample.class);
        CardIds ids = CardIds.of(sample, Instant.parse("2026-03-01T10:00:00Z"), 7);

        Row row = new CardScenario(sample, ids, "token").run(partner()).getFirst();

        assertThat(row.mismatches()).containsExactly("\"Names differ\" instead of \"UserNameNotMatch\"");
        assertThat(requests)
                .singleElement()
                .asString()
                .startsWith("POST /retailer/user/associate")
                .contains(
                        "\"storeId\":\"CC971\"", ids.tellerId(), ids.accountId().toString())
                .doesNotContain("registerId");
    }

    @Test
    void an_associated_card_with_another_status_is_a_mismatch() throws Exception {
        answer(200, json("{'metadata':{'responseId':'r1','responseCode':0,'responseDescription':'Success'}}"));
        answer(202, json("{'metadata':{'responseId':'r1','responseDescription':'Pending'}}"));
        CardSample sample = Samples.JSON.readValue(
                json("{'what':'a card','merchant':'fscc0342','store':'CC970','by':'identifier',"
                        + "'expect':{'code':0,'sentence':'Success'}}"),
                CardSample.class);

        Row row = new CardScenario(sample, CardIds.of(sample, Instant.parse("2026-03-01T10:00:00Z"), 7), "token")
                .run(partner())
                .getFirst();

        assertThat(row.mismatches()).containsExactly("its status: 202 Pending");
        assertThat(requests).last().asString().startsWith("GET /retailer/user/associate/r1");
    }

    private void answer(int status, String body) {
        answers.add(status + " " + body);
    }

    private Row play(String sample) throws Exception {
        return new CaseScenario(sample(sample), new CaseScenario.Bearers("partner", "stranger"))
                .run(partner())
                .getFirst();
    }

    private Partner partner() {
        return new Partner("http://127.0.0.1:" + gateway.getAddress().getPort());
    }

    private static CaseSample sample(String text) {
        return Samples.JSON.readValue(json(text), CaseSample.class);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static Report report(Row row) {
        return new Report(List.of(row), Duration.ofSeconds(1), 1);
    }
}
