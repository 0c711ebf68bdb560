package io.caseline.sandbox;

import static io.caseline.sandbox.Org.DATA;
import static io.caseline.sandbox.SingleRecordTest.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.Org.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What clients ask for around the records: versions, describe, limits, and paths that there are not. */
class SurroundingsTest extends SandboxTest {

    @Test
    void the_versions_are_there_for_anybody() {
        JsonNode versions = signedOut().get("/services/data").json();

        assertThat(versions.valueStream().map(JsonNode::toString))
                .contains("{\"label\":\"Winter '25\",\"url\":\"/services/data/v62.0\",\"version\":\"62.0\"}");
    }

    @Test
    void a_version_lists_its_resources() {
        JsonNode resources = org.get(DATA).json();

        assertThat(resources.path("composite").asString()).isEqualTo(DATA + "/composite");
        assertThat(org.get(DATA + "/").json()).isEqualTo(resources);
        assertThat(org.get("/services/data/v60.0").json().path("query").asString())
                .isEqualTo("/services/data/v60.0/query");
    }

    @Test
    void case_is_the_one_object() {
        JsonNode objects = org.get(DATA + "/sobjects").json().path("sobjects");

        assertThat(objects.size()).isEqualTo(1);
        assertThat(objects.path(0).path("name").asString()).isEqualTo("Case");
        assertThat(objects.path(0).path("keyPrefix").asString()).isEqualTo("500");
        assertThat(org.get(DATA + "/sobjects/case")
                        .json()
                        .path("objectDescribe")
                        .path("name")
                        .asString())
                .isEqualTo("Case");
    }

    @Test
    void describe_tells_what_the_fields_allow() {
        JsonNode describe = org.get(DATA + "/sobjects/Case/describe").json();

        JsonNode subject = field(describe, "Subject");
        assertThat(subject.path("type").asString()).isEqualTo("string");
        assertThat(subject.path("length").asInt()).isEqualTo(255);
        assertThat(subject.path("updateable").asBoolean()).isTrue();
        JsonNode email = field(describe, "SuppliedEmail");
        assertThat(email.path("label").asString()).isEqualTo("Web Email");
        assertThat(email.path("createable").asBoolean()).isTrue();
        assertThat(email.path("updateable").asBoolean()).isFalse();
        JsonNode correlationId = field(describe, "Caseline_Correlation_Id__c");
        assertThat(correlationId.path("externalId").asBoolean()).isTrue();
        assertThat(correlationId.path("unique").asBoolean()).isTrue();
        assertThat(correlationId.path("caseSensitive").asBoolean()).isFalse();
        assertThat(correlationId.path("length").asInt()).isEqualTo(36);
        JsonNode phoneType = field(describe, "Caseline_Phone_Type__c");
        assertThat(phoneType.path("type").asString()).isEqualTo("double");
        assertThat(phoneType.path("precision").asInt()).isEqualTo(2);
        assertThat(field(describe, "Status")
                        .path("picklistValues")
                        .path(0)
                        .path("defaultValue")
                        .asBoolean())
                .isTrue();
        assertThat(field(describe, "CaseNumber").path("autoNumber").asBoolean()).isTrue();
        assertThat(field(describe, "Description").path("filterable").asBoolean())
                .isFalse();
        assertThat(describe.path("recordTypeInfos").valueStream())
                .extracting(type -> type.path("recordTypeId").asString())
                .containsExactly("012000000000000AAA", "012000000000001AAA");
    }

    @Test
    void every_answer_tells_the_usage() {
        assertThat(org.get(DATA + "/limits").header("Sforce-Limit-Info")).matches("api-usage=\\d+/100000");
        assertThat(org.get(DATA + "/nothing").header("Sforce-Limit-Info")).matches("api-usage=\\d+/100000");
        assertThat(org.post(DATA + "/sobjects/Case", Map.of("Foo", 1)).header("Sforce-Limit-Info"))
                .matches("api-usage=\\d+/100000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/services/data/v62.0/nothing",
                "/services/data/v62.0/sobjects/Account",
                "/services/data/v9.0/limits",
                "/services/data/v62.1/limits",
                "/services/data/v62.0/sobjects/Account/describe",
                "/nothing",
                "/services/nothing",
                "/services/data/v62.0/sobjects/Case/500gL0000000001AAA/a/b",
                "/services/data/v62.0/%25zz"
            })
    void a_path_that_there_is_not_is_not_found(String path) {
        Reply reply = org.get(path);

        assertError(reply, 404, "NOT_FOUND", "The requested resource does not exist");
        assertThat(reply.text())
                .isEqualTo("[{\"message\":\"The requested resource does not exist\",\"errorCode\":\"NOT_FOUND\"}]");
    }

    @Test
    void a_method_that_a_resource_does_not_have_is_refused() {
        assertError(
                org.delete(DATA + "/sobjects/Case/500gL0000000001"),
                405,
                "METHOD_NOT_ALLOWED",
                "HTTP Method 'DELETE' not allowed. Allowed are GET,PATCH");
    }

    @Test
    void health_is_open() {
        assertThat(signedOut().get("/actuator/health").json().path("status").asString())
                .isEqualTo("UP");
    }

    private static JsonNode field(JsonNode describe, String name) {
        return describe.path("fields")
                .valueStream()
                .filter(field -> field.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
