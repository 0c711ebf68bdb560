package io.caseline.cases.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OperationsClient.Answer;
import io.caseline.messages.SubmitCase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators look up submissions, export them, and see nothing of what customers said. */
class SubmissionApiTest extends OperationsFlow {

    @Test
    void a_list_is_read_page_by_page() {
        SubmitCase[] commands = failed("paged", 5);
        Set<String> seen = new HashSet<>();
        String next = "";
        int pages = 0;
        do {
            Answer page = vera().get("/submissions?program=paged&limit=2" + next);
            page.json()
                    .path("items")
                    .values()
                    .forEach(item -> seen.add(item.path("correlationId").asString()));
            next = page.json().path("next").isNull() ? "" : "&cursor=" + page.text("/next");
            pages++;
        } while (!next.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(Stream.of(commands)
                        .map(command -> command.getCorrelationId().toString())
                        .toList());
    }

    @Test
    void failures_are_counted_by_program_and_reason() {
        failed("grouped", 3);
        Answer groups = vera().get("/submissions/groups?program=grouped");
        assertThat(groups.json().path("total").asInt()).isEqualTo(3);
        assertThat(groups.text("/groups/0/code")).isEqualTo(CODE);
        assertThat(groups.text("/groups/0/fields")).isEqualTo("Subject");
        assertThat(groups.json().at("/groups/0/count").asInt()).isEqualTo(3);
    }

    @Test
    void a_submission_is_found_by_whatever_a_partner_tells_and_shows_its_history() {
        SubmitCase command = failed("searched", 1)[0];
        for (String filter : List.of(
                "correlationId=" + command.getCorrelationId(),
                "requestId=" + command.getRequestId(),
                "program=searched&code=" + CODE + "&field=Subject",
                "program=searched&since=" + command.getReceivedAt(),
                "program=searched&until=2999-01-01T00:00:00Z")) {
            assertThat(vera().get("/submissions?" + filter).text("/items/0/correlationId"))
                    .as(filter)
                    .isEqualTo(command.getCorrelationId().toString());
        }
        Answer detail = vera().get("/submissions/" + command.getCorrelationId());
        assertThat(detail.text("/history/0/type")).isEqualTo("RECEIVED");
        assertThat(detail.text("/history/1/type")).isEqualTo("FAILED");
        assertThat(detail.text("/history/1/eventId"))
                .isEqualTo(events(command).getFirst().getEventId().toString());
        assertThat(vera().get("/submissions/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    @Test
    void an_export_has_every_row_and_is_in_the_audit() {
        failed("exported", 4);
        Answer csv = vera().get("/submissions/export?program=exported", "Accept", "text/csv");
        assertThat(csv.body().lines()).hasSize(5);
        assertThat(csv.body()).startsWith("correlationId,program,requestId,state,");
        Answer lines = vera().get("/submissions/export?program=exported", "Accept", "application/x-ndjson");
        assertThat(lines.body().lines()).hasSize(4);

        assertThat(vera().get("/submissions/export?program=exported", "Accept", "application/pdf")
                        .status())
                .isEqualTo(406);
        Answer audit = vera().get("/audit?limit=2");
        assertThat(audit.text("/items/0/action")).isEqualTo("EXPORTED");
        assertThat(audit.text("/items/0/actor")).isEqualTo("vera");
        assertThat(audit.text("/items/0/filter")).isEqualTo("state=FAILED&program=exported");
        assertThat(audit.text("/items/0/result")).isEqualTo("ndjson, 4 submissions");
        assertThat(audit.text("/items/1/result")).isEqualTo("csv, 4 submissions");
    }

    @Test
    void no_answer_contains_what_a_customer_said() {
        SubmitCase command = failed("secret", 1)[0];
        for (String path : List.of(
                "/submissions?program=secret",
                "/submissions/groups",
                "/submissions/" + command.getCorrelationId(),
                "/overview",
                "/holds",
                "/audit",
                "/replays")) {
            assertThat(vera().get(path).body()).as(path).doesNotContain("Subject of", "Jane", "jane@", "Where is");
        }
        for (String type : List.of("text/csv", "application/x-ndjson")) {
            assertThat(vera().get("/submissions/export?program=secret", "Accept", type)
                            .body())
                    .contains(command.getCorrelationId().toString())
                    .doesNotContain("Subject of", "Jane", "jane@", "Where is");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "progam=x, progam",
        "state=LOST, state",
        "code=%3Cscript%3E, code",
        "field=a%20b, field",
        "program=, program",
        "state=CREATED&code=X, code",
        "since=yesterday, since",
        "since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z, until",
        "since=%2B1000000-01-01T00:00:00Z, since",
        "requestId=1-1-1-1-1, requestId",
        "correlationId=x, correlationId",
        "replay=0, replay",
        "limit=0, limit",
        "limit=501, limit",
        "limit=many, limit",
        "limit=1&limit=2, limit",
        "cursor=AAAA, cursor"
    })
    void a_wrong_parameter_is_named(String query, String field) {
        Answer answer = vera().get("/submissions?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.invalid()).containsExactly(field);
        assertThat(answer.text("/detail")).startsWith(field + " ");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        assertThat(vera().get("/submissions?limit=0&state=LOST&nonsense=1").invalid())
                .containsExactlyInAnyOrder("limit", "state", "nonsense");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/overview", "/holds", "/replays", "/audit", "/submissions/groups", "/submissions/export"})
    void an_unknown_parameter_is_refused_everywhere(String path) {
        assertThat(vera().get(path + "?nonsense=1").invalid()).containsExactly("nonsense");
    }

    @Test
    void a_path_that_is_no_id_is_refused() {
        assertThat(vera().get("/submissions/1").invalid()).containsExactly("correlationId");
        assertThat(vera().get("/replays/x").invalid()).containsExactly("id");
    }

    @Test
    void the_overview_has_everything_at_a_glance() {
        failed("glance", 1);
        Answer overview = vera().get("/overview");
        assertThat(overview.json().at("/submissions/failed").asLong()).isPositive();
        assertThat(overview.text("/holds/org/state")).isEqualTo("CLOSED");
        assertThat(overview.json().path("lastHour").size()).isEqualTo(60);
    }

    @Test
    void the_document_needs_no_token() {
        Answer document = io.caseline.cases.testing.OperationsClient.of(operationsPort, null)
                .get("/openapi.yaml");
        assertThat(document.status()).isEqualTo(200);
        assertThat(document.body()).startsWith("openapi: 3.1.0");
    }
}
