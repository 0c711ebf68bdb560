package io.caseline.cases.status;

import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

/** What the gateway asks, and what everybody else may not. */
class CaseStatusTest extends RunningCaseProcessor {
    private static final String GOOD = token("cases:read", "caseline", "gobank", "other");

    @Test
    void a_created_case_has_its_number() {
        SubmitCase command = asking("Asked about");
        send(command);
        String number = awaitState(command, CaseState.CREATED).caseNumber();

        ResponseEntity<Map<String, Object>> answer = ask(command.getCorrelationId(), "gobank", GOOD);
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(answer.getBody())
                .containsEntry("correlationId", command.getCorrelationId().toString())
                .containsEntry("programCode", "gobank")
                .containsEntry("state", "CREATED")
                .containsEntry("caseNumber", number)
                .doesNotContainKeys("failureCode", "caseStatus", "closed");
    }

    @Test
    void a_case_that_waits_for_salesforce_is_received() {
        ORG.fault("status", 503);
        SubmitCase command = asking("Not yet");
        send(command);
        awaitState(command, CaseState.RECEIVED);

        assertThat(ask(command.getCorrelationId(), "gobank", GOOD).getBody()).containsEntry("state", "RECEIVED");
        ORG.heal();
        awaitState(command, CaseState.CREATED);
    }

    @Test
    void another_programs_case_is_not_found_nor_is_an_unknown_one() {
        SubmitCase command = asking("Of gobank");
        send(command);
        awaitState(command, CaseState.CREATED);

        assertThat(ask(command.getCorrelationId(), "other", GOOD).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        ResponseEntity<Map<String, Object>> unknown = ask(UUID.randomUUID(), "gobank", GOOD);
        assertThat(unknown.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(unknown.getHeaders().getContentType()).hasToString("application/problem+json");
    }

    @Test
    void a_token_for_another_program_or_without_the_scope_is_forbidden() {
        assertThat(ask(UUID.randomUUID(), "gobank", token("cases:read", "caseline", "other"))
                        .getStatusCode())
                .isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(ask(UUID.randomUUID(), "gobank", token("cases:write", "caseline", "gobank"))
                        .getStatusCode())
                .isEqualTo(HttpStatus.FORBIDDEN);
    }

    @Test
    void no_token_or_one_for_another_audience_is_unauthorized() {
        assertThat(ask(UUID.randomUUID(), "gobank", null).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(ask(UUID.randomUUID(), "gobank", token("cases:read", "elsewhere", "gobank"))
                        .getStatusCode())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void the_status_of_health_is_open_and_its_details_need_the_token_of_an_operator_or_a_monitor() {
        for (String token : new @Nullable String[] {null, GOOD}) {
            assertThat(get("/actuator/health", token).getBody())
                    .asString()
                    .contains("status=UP")
                    .doesNotContain("salesforce", "commands");
        }
        for (String scope : List.of("cases:view", "cases:operate", "metrics:read")) {
            assertThat(get("/actuator/health", token(scope, "caseline")).getBody())
                    .asString()
                    .contains("salesforce", "CLOSED", "programs", "commands", "outbox");
        }
    }

    @Test
    void metrics_and_gaps_need_their_scopes() {
        assertThat(get("/actuator/gaps", GOOD).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(get("/actuator/gaps", null).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(get("/actuator/prometheus", GOOD).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(client().get()
                        .uri("/actuator/prometheus")
                        .headers(headers -> headers.setBearerAuth(token("metrics:read", "caseline")))
                        .retrieve()
                        .body(String.class))
                .contains("caseline_salesforce_held");
    }

    private ResponseEntity<Map<String, Object>> ask(UUID id, String program, @Nullable String token) {
        return get("/internal/cases/" + id + "?program=" + program, token);
    }

    private ResponseEntity<Map<String, Object>> get(String uri, @Nullable String token) {
        return client().get()
                .uri(uri)
                .headers(headers -> {
                    if (token != null) {
                        headers.setBearerAuth(token);
                    }
                })
                .retrieve()
                .onStatus(status -> true, (request, response) -> {})
                .toEntity(new ParameterizedTypeReference<>() {});
    }

    private RestClient client() {
        return RestClient.create("http://127.0.0.1:" + port);
    }
}
