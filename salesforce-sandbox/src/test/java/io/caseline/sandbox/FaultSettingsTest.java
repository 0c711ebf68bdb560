package io.caseline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class FaultSettingsTest extends SandboxTest {

    @Test
    void faults_are_shown_and_omitted_ones_are_off() {
        faults(Map.of("latency", 5, "truncate", 3));
        faults(Map.of("lockErrors", 2));

        JsonNode now = org.get("/sandbox/faults").json();

        assertThat(now.path("latency").asInt()).isZero();
        assertThat(now.path("truncate").asInt()).isZero();
        assertThat(now.path("lockErrors").asInt()).isEqualTo(2);
        assertThat(now.path("status").isNull()).isTrue();
        assertThat(org.put("/sandbox/faults", now).json())
                .as("PUT accepts what GET returns")
                .isEqualTo(now);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"latency": -1}                       | latency
            {"latency": "slow"}                   | latency
            {"latency": 1.5}                      | latency
            {"latencyPerRecord": -0.1}            | latencyPerRecord
            {"outage": "yes"}                     | outage
            {"callResponse": {"status": 99}}      | callResponse.status
            {"hiddenFields": ["Foo"]}             | hiddenFields[0]
            {"status": 200}                       | status
            {"lockErrors": -1}                    | lockErrors
            {"lockErrorRate": 1.1}                | lockErrorRate
            {"apiUsage": -1}                      | apiUsage
            {"commitThenTimeOut": true}           | commitThenTimeOut
            {"latenzy": 1}                        | latenzy
            {"failRecords": [{"field": "Foo", "contains": "x", "statusCode": "X", "message": "x"}]}     | failRecords[0].field
            {"failRecords": [{"contains": "x", "statusCode": "X", "message": "x"}]}                     | failRecords[0].field
            {"failRecords": [{"field": "Subject", "contains": "x", "statusCode": " ", "message": "x"}]} | failRecords[0].statusCode
            {"failRecords": [{"field": "Subject", "statusCode": "X", "message": "x"}]}                  | failRecords[0]
            {                                     | ~~
            """)
    void an_invalid_fault_is_refused_with_the_name_of_its_field(String body, String field) {
        Response response = org.put("/sandbox/faults", body);

        assertThat(response.status()).as(response.text()).isEqualTo(400);
        assertThat(response.json().path("field").asString()).isEqualTo(field);
        assertThat(response.json().path("message").asString()).isNotBlank();
    }
}
