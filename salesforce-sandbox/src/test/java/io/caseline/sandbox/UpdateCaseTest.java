package io.caseline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class UpdateCaseTest extends SandboxTest {

    @Test
    void an_update_changes_only_the_fields_that_it_contains() {
        String id = org.create(Map.of("Subject", "Card lost", "Description", "In the sea"));

        Response response = org.patch(CASES + "/" + id, Map.of("Status", "Closed"));

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.text()).isEmpty();
        JsonNode found = org.get(CASES + "/" + id).json();
        assertThat(found.path("Status").asString()).isEqualTo("Closed");
        assertThat(found.path("IsClosed").asBoolean()).isTrue();
        assertThat(found.path("Subject").asString()).isEqualTo("Card lost");
        assertThat(found.path("Description").asString()).isEqualTo("In the sea");
    }

    @Test
    void null_clears_a_field() {
        String id = org.create(Map.of("Subject", "Card lost"));

        org.patch(CASES + "/" + id, "{\"Subject\": null}");

        assertThat(org.get(CASES + "/" + id).json().path("Subject").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "SuppliedEmail,b@example.org",
        "SuppliedName,Bob",
        "SuppliedPhone,1",
        "SuppliedCompany,B",
        "CaseNumber,1"
    })
    void a_read_only_field_cannot_be_changed(String field, String value) {
        String id = org.create(Map.of("SuppliedName", "Ann"));

        Response response = org.patch(CASES + "/" + id, Map.of(field, value));

        assertError(response, 400, "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: " + field + ".");
        assertThat(response.json().path(0).path("fields").path(0).asString()).isEqualTo(field);
    }
}
