package io.caseline.cases.web;

import static io.caseline.cases.testing.Tokens.operator;
import static io.caseline.cases.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

/** What is for machines is at one port, what is for operators at the other, and each needs its scope. */
class OperationsPortTest extends RunningCaseProcessor {
    private static final String OPERATOR = operator("olga", "cases:operate");

    @Test
    void the_api_exists_at_its_own_port_only() {
        assertThat(status(operationsPort, "/ops/v1/none", OPERATOR)).isEqualTo(404);
        assertThat(status(operationsPort, "/ops/v1/none", null)).isEqualTo(401);
        assertThat(status(port, "/ops/v1/none", OPERATOR)).isEqualTo(404);
        assertThat(status(port, "/ops/v1/none", null)).isEqualTo(404);
        assertThat(status(port, "/", null)).isEqualTo(404);
    }

    @Test
    void the_endpoints_for_machines_exist_at_the_main_port_only() {
        assertThat(status(port, "/actuator/health", null)).isEqualTo(200);
        assertThat(status(operationsPort, "/actuator/health", null)).isEqualTo(404);
        assertThat(status(operationsPort, "/actuator", null)).isEqualTo(404);
        assertThat(status(operationsPort, "/ops/../actuator/health", null)).isEqualTo(400);
        String partner = token("cases:read", "caseline", "gobank");
        assertThat(status(operationsPort, "/internal/cases/1?program=gobank", partner))
                .isEqualTo(404);
        assertThat(status(port, "/internal/cases/1?program=gobank", partner)).isEqualTo(400);
    }

    @Test
    void the_port_of_a_host_header_does_not_count() {
        ResponseEntity<String> response = get(port, "/ops/v1/none", OPERATOR, "localhost:" + operationsPort);
        assertThat(response.getStatusCode().value()).isEqualTo(404);
        assertThat(response.getBody()).contains("Not found at this port");
    }

    @Test
    void without_a_valid_token_the_answer_says_what_is_needed() {
        ResponseEntity<String> response = get(operationsPort, "/ops/v1/submissions", null, null);
        assertThat(response.getStatusCode().value()).isEqualTo(401);
        assertThat(response.getHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE)).startsWith("Bearer");
        assertThat(response.getHeaders().getContentType()).hasToString("application/problem+json");
        assertThat(response.getBody()).contains("A valid bearer token is required");
        assertThat(status(operationsPort, "/ops/v1/submissions", operator(null, "cases:operate")))
                .isEqualTo(401);
    }

    @Test
    void a_token_without_the_scope_is_told_which_one_it_needs() {
        ResponseEntity<String> response =
                get(operationsPort, "/ops/v1/submissions", operator("olga", "cases:read"), null);
        assertThat(response.getStatusCode().value()).isEqualTo(403);
        assertThat(response.getHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE)).contains("insufficient_scope");
        assertThat(response.getHeaders().getContentType()).hasToString("application/problem+json");
        assertThat(response.getBody()).contains("cases:view or cases:operate");
        assertThat(get(operationsPort, "/ops/v1/submissions/1/content", OPERATOR, null)
                        .getBody())
                .contains("cases:amend");
        ResponseEntity<String> act =
                call(HttpMethod.POST, operationsPort, "/ops/v1/replays", operator("vera", "cases:view"), null);
        assertThat(act.getStatusCode().value()).isEqualTo(403);
        assertThat(act.getBody()).contains("cases:operate");
    }

    private static int status(int port, String path, @Nullable String token) {
        return get(port, path, token, null).getStatusCode().value();
    }

    private static ResponseEntity<String> get(int port, String path, @Nullable String token, @Nullable String host) {
        return call(HttpMethod.GET, port, path, token, host);
    }

    private static ResponseEntity<String> call(
            HttpMethod method, int port, String path, @Nullable String token, @Nullable String host) {
        return RestClient.create("http://127.0.0.1:" + port)
                .method(method)
                .uri(path)
                .headers(headers -> {
                    if (token != null) {
                        headers.setBearerAuth(token);
                    }
                    if (host != null) {
                        headers.set("X-Forwarded-Host", host);
                        headers.set("X-Forwarded-Port", host.substring(host.indexOf(':') + 1));
                    }
                })
                .retrieve()
                .onStatus(status -> true, (request, response) -> {})
                .toEntity(String.class);
    }
}
