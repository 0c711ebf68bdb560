package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.DATA;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Versions, resources, describe, limits and health. */
class MetadataTest extends SandboxTest {

    @Test
    void the_versions_need_no_session() {
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
    void case_is_the_only_object() {
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
    void describe_lists_the_properties_of_the_fields() {
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
    void every_response_contains_the_usage() {
        assertThat(org.get(DATA + "/limits").header("Sforce-Limit-Info")).matches("api-usage=\\d+/100000");
        assertThat(org.get(DATA + "/nothing").header("Sforce-Limit-Info")).matches("api-usage=\\d+/100000");
        assertThat(org.post(DATA + "/sobjects/Case", Map.of("Foo", 1)).header("Sforce-Limit-Info"))
                .matches("api-usage=\\d+/100000");
    }

    @Test
    void health_needs_no_session() {
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
