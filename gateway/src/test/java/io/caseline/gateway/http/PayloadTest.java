package io.caseline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.gateway.http.Payload.Defect;
import io.caseline.gateway.http.Payload.MalformedPayloadException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Which request bodies are one JSON object. */
class PayloadTest {
    private static final ObjectReader READER = Payload.reader(Payload.mapper(20));
    private static final PropertyNames NAMES =
            PropertyNames.of("subject", "firstName").with("device", PropertyNames.of("deviceID", "deviceOS"));

    @Test
    void an_empty_body_is_empty() {
        assertThatThrownBy(() -> payload("").object(NAMES))
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
        assertThatThrownBy(() -> payload(body).object(NAMES))
                .isInstanceOfSatisfying(
                        MalformedPayloadException.class,
                        e -> assertThat(e.defect()).isEqualTo(Defect.NOT_JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "1", "true", "null"})
    void json_that_is_not_an_object_is_malformed(String body) {
        assertThatThrownBy(() -> payload(body).object(NAMES))
                .isInstanceOfSatisfying(
                        MalformedPayloadException.class,
                        e -> assertThat(e.defect()).isEqualTo(Defect.NOT_AN_OBJECT));
    }

    @Test
    void nesting_beyond_the_limit_is_refused() {
        String deep = "{\"a\":".repeat(21) + "1" + "}".repeat(21);
        assertThatThrownBy(() -> payload(deep).object(NAMES)).isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void names_are_read_in_any_case_at_every_level_and_nulls_are_dropped() throws MalformedPayloadException {
        assertThat(payload("{\"SUBJECT\":\"s\",\"Other\":{\"A\":null},\"firstname\":null,"
                                + "\"Device\":{\"deviceId\":\"d\",\"DEVICEOS\":1}}")
                        .object(NAMES))
                .isEqualTo(JsonMapper.shared()
                        .readTree("{\"Other\":{},\"device\":{\"deviceID\":\"d\",\"deviceOS\":1},\"subject\":\"s\"}"));
    }

    /** The long s and the Kelvin sign have ASCII letters as their other case. */
    @Test
    void only_ascii_letters_have_another_case() throws MalformedPayloadException {
        assertThat(payload("{\"\u017fubject\":\"s\"}").object(NAMES).has("subject"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"subject\":1,\"Subject\":2}",
                "{\"Subject\":1,\"subject\":1}",
                "{\"SUBJECT\":1,\"sUBJECT\":2}",
                "{\"subject\":null,\"Subject\":2}",
                "{\"SUBJECT\":1,\"Subject\":null}"
            })
    void two_spellings_of_a_property_are_a_duplicate(String body) {
        assertTwice(body, "subject");
    }

    @Test
    void two_spellings_in_a_nested_object_are_a_duplicate() {
        assertTwice("{\"device\":{\"deviceID\":1,\"deviceId\":2}}", "device.deviceID");
        assertTwice("{\"device\":{},\"Device\":{}}", "device");
    }

    private static void assertTwice(String body, String property) {
        assertThatThrownBy(() -> payload(body).object(NAMES))
                .isInstanceOfSatisfying(MalformedPayloadException.class, e -> {
                    assertThat(e.defect()).isEqualTo(Defect.PROPERTY_TWICE);
                    assertThat(e.property()).isEqualTo(property);
                });
    }

    private static Payload payload(String body) {
        return new Payload(READER, body.getBytes(StandardCharsets.UTF_8));
    }
}
