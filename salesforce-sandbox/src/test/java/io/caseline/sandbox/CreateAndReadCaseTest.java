package io.caseline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CreateAndReadCaseTest extends SandboxTest {

    @Test
    void a_created_case_has_an_id_a_number_and_the_defaults() {
        Response response = org.post(CASES, Map.of("Subject", "Card lost", "SuppliedEmail", "ann@example.org"));

        assertThat(response.status()).isEqualTo(201);
        String id = response.json().path("id").asString();
        assertThat(id).matches("500[0-9A-Za-z]{15}");
        assertThat(response.text()).isEqualTo("{\"id\":\"" + id + "\",\"success\":true,\"errors\":[]}");
        assertThat(response.header("Location")).isEqualTo(CASES + "/" + id);

        JsonNode found = org.get(CASES + "/" + id).json();
        assertThat(found.path("attributes").path("type").asString()).isEqualTo("Case");
        assertThat(found.path("attributes").path("url").asString()).isEqualTo(CASES + "/" + id);
        assertThat(found.path("CaseNumber").asString()).matches("\\d{8}");
        assertThat(found.path("Subject").asString()).isEqualTo("Card lost");
        assertThat(found.path("Status").asString()).isEqualTo("New");
        assertThat(found.path("Priority").asString()).isEqualTo("Medium");
        assertThat(found.path("IsClosed").asBoolean()).isFalse();
        assertThat(found.path("OwnerId").asString()).startsWith("005");
        assertThat(found.path("CreatedDate").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000\\+0000");
        assertThat(found.path("Description").isNull()).isTrue();
    }

    @Test
    void only_the_requested_fields_are_returned() {
        String id = org.create(Map.of("Subject", "Card lost", "Caseline_Phone_Type__c", 2));

        JsonNode found = org.get(CASES + "/" + id + "?fields=subject,Caseline_Phone_Type__c")
                .json();

        assertThat(found.propertyNames()).containsExactly("attributes", "Subject", "Caseline_Phone_Type__c");
        assertThat(found.path("Caseline_Phone_Type__c").toString()).isEqualTo("2.0");
    }

    @Test
    void a_case_is_found_by_its_id_of_15_or_18_characters() {
        String id = org.create(Map.of("Subject", "Card lost"));

        assertThat(org.get(CASES + "/" + id.substring(0, 15)).status()).isEqualTo(200);
    }

    @Test
    void an_unknown_case_is_not_found() {
        String id = "500gL00000000009ZZ";

        assertError(org.get(CASES + "/" + id), 404, "NOT_FOUND", "The requested resource does not exist");
        assertError(org.patch(CASES + "/" + id, Map.of()), 404, "NOT_FOUND", "The requested resource does not exist");
        assertError(
                org.get(CASES + "/nonsense"),
                404,
                "NOT_FOUND",
                "Provided external ID field does not exist or is not accessible: nonsense");
    }

    @Test
    void text_is_trimmed_and_unstorable_characters_are_removed() {
        String id = org.create(Map.of("Subject", "  Card\0 lost \uD800 "));

        assertThat(org.get(CASES + "/" + id).json().path("Subject").asString()).isEqualTo("Card lost ?");
    }

    @Test
    void every_field_is_returned_as_it_was_written() {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name : new String[] {
            "Subject",
            "Description",
            "SuppliedName",
            "SuppliedPhone",
            "SuppliedCompany",
            "Origin",
            "Reason",
            "Type",
            "Status",
            "Priority",
            "Caseline_Correlation_Id__c",
            "Caseline_Program__c",
            "Caseline_Request_Id__c",
            "Caseline_Account_Id__c",
            "Caseline_Account_Holder_Id__c",
            "Caseline_Device__c"
        }) {
            fields.put(name, "“" + name.substring(0, 4) + "”\n\\ ' ☂ 𝄞");
        }
        fields.put("OwnerId", "005gL00000AnnAnnAAAA".substring(0, 15));
        fields.put("RecordTypeId", "012gL00000AnnAn");

        JsonNode found = org.get(CASES + "/" + org.create(fields)).json();

        fields.forEach((name, value) ->
                assertThat(found.path(name).asString()).as(name).startsWith((String) value));
    }

    @Test
    void a_client_cannot_choose_the_id() {
        assertError(
                org.post(CASES, Map.of("Id", "5003000000D8cuIAAR")),
                400,
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                "cannot specify Id in an insert call");
    }
}
