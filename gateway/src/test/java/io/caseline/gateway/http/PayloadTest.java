package io.caseline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.gateway.http.Payload.Defect;
import io.caseline.gateway.http.Payload.MalformedPayloadException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Which request bodies are one JSON object. */
class PayloadTest {
    private static final JsonMapper MAPPER = Payload.mapper(20);

    @Test
    void an_empty_body_is_empty() {
        assertThatThrownBy(() -> payload("").object())
                .isInstanceOfSatisfying(
                        MalformedPayloadException.class,
                        e -> assertThat(e.defect()).isEqualTo(Defect.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "{",
                "{\"a\":1}{",
                "{\"a\":1,\"a\":2}",
                "nul",
                "{\"a\":NaN}",
                "{'a':1}",
                "{\"a\":1e99999999999}"
            })
    void a_body_that_is_not_json_is_malformed(String body) {
        assertThatThrownBy(() -> payload(body).object())
                .isInstanceOfSatisfying(
                        MalformedPayloadException.class,
                        e -> assertThat(e.defect()).isEqualTo(Defect.NOT_JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "1", "true", "null"})
    void json_that_is_not_an_object_is_malformed(String body) {
        assertThatThrownBy(() -> payload(body).object())
                .isInstanceOfSatisfying(
                        MalformedPayloadException.class,
                        e -> assertThat(e.defect()).isEqualTo(Defect.NOT_AN_OBJECT));
    }

    @Test
    void nesting_beyond_the_limit_is_refused() {
        String deep = "{\"a\":".repeat(21) + "1" + "}".repeat(21);
        assertThatThrownBy(() -> payload(deep).object()).isInstanceOf(MalformedPayloadException.class);
    }

    private static Payload payload(String body) {
        return new Payload(MAPPER, body.getBytes(StandardCharsets.UTF_8));
    }
}
