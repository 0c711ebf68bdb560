package io.caseline.sandbox;

import static io.caseline.sandbox.Org.DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.Org.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SingleRecordTest extends SandboxTest {

    private static final String CASES = DATA + "/sobjects/Case";
    private static final String BY_CORRELATION_ID = CASES + "/Caseline_Correlation_Id__c/";

    @Test
    void a_created_case_has_an_id_a_number_and_the_defaults() {
        Reply reply = org.post(CASES, Map.of("Subject", "Card lost", "SuppliedEmail", "ann@example.org"));

        assertThat(reply.status()).isEqualTo(201);
        String id = reply.json().path("id").asString();
        assertThat(id).matches("500[0-9A-Za-z]{15}");
        assertThat(reply.text()).isEqualTo("{\"id\":\"" + id + "\",\"success\":true,\"errors\":[]}");
        assertThat(reply.header("Location")).isEqualTo(CASES + "/" + id);

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
    void only_the_fields_asked_for_come_back() {
        String id = org.create(Map.of("Subject", "Card lost", "Caseline_Phone_Type__c", 2));

        JsonNode found = org.get(CASES + "/" + id + "?fields=subject,Caseline_Phone_Type__c")
                .json();

        assertThat(found.propertyNames()).containsExactly("attributes", "Subject", "Caseline_Phone_Type__c");
        assertThat(found.path("Caseline_Phone_Type__c").toString()).isEqualTo("2.0");
    }

    @Test
    void a_case_is_found_by_either_length_of_its_id() {
        String id = org.create(Map.of("Subject", "Card lost"));

        assertThat(org.get(CASES + "/" + id.substring(0, 15)).status()).isEqualTo(200);
    }

    @Test
    void a_second_insert_with_the_same_external_id_is_refused() {
        String id = org.create(Map.of("Caseline_Correlation_Id__c", "ABC-1"));

        Reply second = org.post(CASES, Map.of("Caseline_Correlation_Id__c", "abc-1"));

        assertThat(second.status()).isEqualTo(400);
        assertThat(second.text())
                .isEqualTo(
                        "[{\"message\":\"duplicate value found: Caseline_Correlation_Id__c duplicates value on record"
                                + " with id: " + id + "\",\"errorCode\":\"DUPLICATE_VALUE\",\"fields\":[]}]");
        assertThat(org.count()).isEqualTo(1);
    }

    @Test
    void an_update_changes_what_it_names_and_nothing_else() {
        String id = org.create(Map.of("Subject", "Card lost", "Description", "In the sea"));

        Reply reply = org.patch(CASES + "/" + id, Map.of("Status", "Closed"));

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.text()).isEmpty();
        JsonNode found = org.get(CASES + "/" + id).json();
        assertThat(found.path("Status").asString()).isEqualTo("Closed");
        assertThat(found.path("IsClosed").asBoolean()).isTrue();
        assertThat(found.path("Subject").asString()).isEqualTo("Card lost");
        assertThat(found.path("Description").asString()).isEqualTo("In the sea");
    }

    @Test
    void null_empties_a_field() {
        String id = org.create(Map.of("Subject", "Card lost"));

        org.patch(CASES + "/" + id, "{\"Subject\": null}");

        assertThat(org.get(CASES + "/" + id).json().path("Subject").isNull()).isTrue();
    }

    @Test
    void text_is_trimmed_and_what_cannot_be_stored_is_left_out() {
        String id = org.create(Map.of("Subject", "  Card\0 lost \uD800 "));

        assertThat(org.get(CASES + "/" + id).json().path("Subject").asString()).isEqualTo("Card lost ?");
    }

    @ParameterizedTest
    @CsvSource({
        "SuppliedEmail,b@example.org",
        "SuppliedName,Bob",
        "SuppliedPhone,1",
        "SuppliedCompany,B",
        "CaseNumber,1"
    })
    void what_a_client_may_not_change_stays(String field, String value) {
        String id = org.create(Map.of("SuppliedName", "Ann"));

        Reply reply = org.patch(CASES + "/" + id, Map.of(field, value));

        assertError(reply, 400, "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: " + field + ".");
        assertThat(reply.json().path(0).path("fields").path(0).asString()).isEqualTo(field);
    }

    @Test
    void an_update_to_a_taken_external_id_is_refused() {
        String first = org.create(Map.of("Caseline_Correlation_Id__c", "one"));
        String second = org.create(Map.of("Caseline_Correlation_Id__c", "two"));

        Reply reply = org.patch(CASES + "/" + second, Map.of("Caseline_Correlation_Id__c", "ONE"));

        assertError(reply, 400, "DUPLICATE_VALUE", "duplicates value on record with id: " + first);
        assertThat(org.patch(CASES + "/" + second, Map.of("Caseline_Correlation_Id__c", "TWO"))
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({
        "Subject,255,Subject",
        "Description,32000,Description",
        "SuppliedName,80,Web Name",
        "SuppliedPhone,40,Web Phone",
        "SuppliedCompany,80,Web Company",
        "Caseline_Program__c,50,Caseline Program"
    })
    void a_text_has_a_greatest_length(String field, int length, String label) {
        assertThat(org.post(CASES, Map.of(field, "x".repeat(length))).status()).isEqualTo(201);

        String tooLong = "x".repeat(length + 1);
        Reply reply = org.post(CASES, Map.of(field, tooLong));

        assertError(
                reply,
                400,
                "STRING_TOO_LONG",
                label + ": data value too large: " + tooLong + " (max length=" + length + ")");
        assertThat(reply.json().path(0).path("fields").path(0).asString()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "x@", "@example.org", "a b@example.org", "ann@example", "ann@.org", "ann@@example.org"})
    void what_is_no_email_address_is_refused(String address) {
        assertError(
                org.post(CASES, Map.of("SuppliedEmail", address)),
                400,
                "INVALID_EMAIL_ADDRESS",
                "Web Email: invalid email address: " + address);
    }

    @Test
    void a_phone_type_has_two_digits() {
        assertError(
                org.post(CASES, Map.of("Caseline_Phone_Type__c", 99.5)),
                400,
                "NUMBER_OUTSIDE_VALID_RANGE",
                "value outside of valid range on numeric field: 99.5");
        assertThat(org.post(CASES, Map.of("Caseline_Phone_Type__c", "-99")).status())
                .isEqualTo(201);
    }

    @Test
    void an_owner_is_an_id() {
        assertError(
                org.post(CASES, Map.of("OwnerId", "Ann")),
                400,
                "MALFORMED_ID",
                "Owner ID: id value of incorrect type: Ann");
    }

    @Test
    void a_case_cannot_be_created_under_an_id_of_the_client_s() {
        assertError(
                org.post(CASES, Map.of("Id", "5003000000D8cuIAAR")),
                400,
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                "cannot specify Id in an insert call");
    }

    @Test
    void an_unknown_field_is_refused_by_name() {
        assertError(
                org.post(CASES, Map.of("Foo", "x")),
                400,
                "INVALID_FIELD",
                "No such column 'Foo' on sobject of type Case");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "[]",
                "{\"Subject\": 5}",
                "{\"Subject\": {}}",
                "{\"Caseline_Phone_Type__c\": \"many\"}",
                "{\"Caseline_Phone_Type__c\": 1e999999999}",
                "{\"Subject\": true}"
            })
    void what_cannot_be_read_is_a_parser_error(String body) {
        Reply reply = org.post(CASES, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path(0).path("errorCode").asString()).isEqualTo("JSON_PARSER_ERROR");
        assertThat(reply.json().path(0).has("fields")).isFalse();
    }

    @Test
    void a_case_that_there_is_not_is_not_found() {
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
    void a_case_is_found_by_its_external_id() {
        String id = org.create(Map.of("Caseline_Correlation_Id__c", "a b-c"));

        assertThat(org.get(BY_CORRELATION_ID + "A%20B-C").json().path("Id").asString())
                .isEqualTo(id);
        assertError(org.get(BY_CORRELATION_ID + "other"), 404, "NOT_FOUND", "The requested resource does not exist");
        assertError(
                org.get(CASES + "/Subject/x"),
                404,
                "NOT_FOUND",
                "Provided external ID field does not exist or is not accessible: Subject");
    }

    @Test
    void an_upsert_creates_first_and_updates_then() {
        Reply first = org.patch(BY_CORRELATION_ID + "one", Map.of("Subject", "Card lost", "SuppliedName", "Ann"));
        Reply second = org.patch(BY_CORRELATION_ID + "one", Map.of("Subject", "Card found"));

        String id = first.json().path("id").asString();
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().path("created").asBoolean()).isTrue();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo("{\"id\":\"" + id + "\",\"success\":true,\"errors\":[],\"created\":false}");
        JsonNode found = org.get(BY_CORRELATION_ID + "one").json();
        assertThat(found.path("Subject").asString()).isEqualTo("Card found");
        assertThat(found.path("SuppliedName").asString()).isEqualTo("Ann");
    }

    @Test
    void an_upsert_says_its_external_id_once() {
        assertError(
                org.patch(BY_CORRELATION_ID + "one", Map.of("Caseline_Correlation_Id__c", "one")),
                400,
                "INVALID_FIELD",
                "The Caseline_Correlation_Id__c field should not be specified in the sobject data.");
    }

    @Test
    void every_field_survives_the_way_in_and_out() {
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

    static void assertError(Reply reply, int status, String code, String message) {
        assertThat(reply.status()).isEqualTo(status);
        JsonNode error = reply.json().path(0);
        assertThat(error.path("errorCode").asString()).isEqualTo(code);
        assertThat(error.path("message").asString()).contains(message);
    }
}
