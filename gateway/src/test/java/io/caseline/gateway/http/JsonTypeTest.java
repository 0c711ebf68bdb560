package io.caseline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/json",
                "TEXT/JSON",
                "text/json;charset=utf-8",
                "text/json, application/json;q=0.9",
                "application/json;q=0, */*",
                "text/*",
                "text/json;q=0.2, */*;q=0.1"
            })
    void text_json_is_for_callers_who_prefer_it(String accept) {
        assertThat(JsonType.preferred(accept)).isEqualTo(JsonType.TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "*/*",
                "",
                "application/json, text/json",
                "text/json;q=0",
                "text/json;q=0.1, application/json",
                "text/json;q=0, */*",
                "text/html, application/xhtml+xml, */*;q=0.8",
                "application/xml",
                "text/json;q=often",
                "/;,;q"
            })
    void all_other_callers_get_application_json(String accept) {
        assertThat(JsonType.preferred(accept)).isEqualTo(JsonType.APPLICATION);
    }

    @Test
    void a_caller_without_accept_gets_application_json() {
        assertThat(JsonType.preferred(null)).isEqualTo(JsonType.APPLICATION);
    }
}
