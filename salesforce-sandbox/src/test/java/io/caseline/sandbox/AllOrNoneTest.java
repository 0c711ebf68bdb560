package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.caseRecord;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Collections with allOrNone: one failed record rolls back the others. */
class AllOrNoneTest extends SandboxTest {

    @Test
    void no_record_is_inserted_when_one_fails() {
        Response response = org.post(
                COLLECTIONS,
                Map.of(
                        "allOrNone",
                        true,
                        "records",
                        List.of(caseRecord("good", "1"), caseRecord("x".repeat(256), "2"))));

        assertThat(response.status()).isEqualTo(200);
        assertThat(errorCode(response.json().path(0))).isEqualTo("ALL_OR_NONE_OPERATION_ROLLED_BACK");
        assertThat(errorCode(response.json().path(1))).isEqualTo("STRING_TOO_LONG");
        assertThat(org.count()).isZero();
    }

    @Test
    void no_record_is_updated_when_one_fails() {
        String id = org.create(Map.of("Subject", "one"));
        Map<String, String> type = Map.of("type", "Case");

        JsonNode results = org.patch(
                        COLLECTIONS,
                        Map.of(
                                "allOrNone",
                                true,
                                "records",
                                List.of(
                                        Map.of("attributes", type, "Id", id, "Subject", "two"),
                                        Map.of("attributes", type, "Id", id, "Subject", "x".repeat(256)))))
                .json();

        assertThat(errorCode(results.path(0))).isEqualTo("ALL_OR_NONE_OPERATION_ROLLED_BACK");
        assertThat(subjectOf(id)).isEqualTo("one");
    }
}
