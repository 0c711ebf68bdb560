package io.caseline.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import io.caseline.gateway.intake.Payload.MalformedPayloadException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class PayloadTest {
    private static final JsonMapper MAPPER = Payload.mapper(20);
    private static final NameBasedGenerator IDS =
            Generators.nameBasedGenerator(UUID.fromString("0f9d7f5e-3c1b-4e0a-8a44-5b6e2d9c7a10"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"subject\":\"Card\",\"device\":{\"deviceOS\":1,\"deviceID\":\"x\"}}",
                "{ \"device\" : {\"deviceID\":\"x\", \"deviceOS\":1},\n\"subject\":\"Card\" }",
                "{\"subject\":\"\\u0043ard\",\"lastName\":null,\"device\":{\"deviceOS\":1,\"deviceMake\":null,\"deviceID\":\"x\"}}"
            })
    void key_order_white_space_escapes_and_nulls_do_not_matter(String body) throws Exception {
        assertThat(id("gobank", "r1", body))
                .isEqualTo(id("gobank", "r1", "{\"device\":{\"deviceID\":\"x\",\"deviceOS\":1},\"subject\":\"Card\"}"));
    }

    @Test
    void another_payload_request_id_or_program_is_another_request() throws Exception {
        UUID id = id("gobank", "r1", "{\"subject\":\"Card\"}");
        assertThat(id("gobank", "r1", "{\"subject\":\"card\"}")).isNotEqualTo(id);
        assertThat(id("gobank", "r2", "{\"subject\":\"Card\"}")).isNotEqualTo(id);
        assertThat(id("rapidpay", "r1", "{\"subject\":\"Card\"}")).isNotEqualTo(id);
    }

    /** Every gateway of every version computes the same id: this one may never change. */
    @Test
    void the_id_of_a_known_request_is_what_it_always_was() throws Exception {
        UUID id = id("gobank", "5e1a1c9e-6f0e-4a35-9f1b-0f6f0a1b2c3d", "{\"subject\":\"Card\"}");
        assertThat(id.version()).isEqualTo(5);
        assertThat(id).hasToString("637205c4-ee7b-5715-b784-29957b9860d6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\":1}{", "{\"a\":1,\"a\":2}", "nul", "{\"a\":NaN}", "{'a':1}"})
    void what_is_no_json_is_unreadable(String body) {
        assertThatThrownBy(() -> Payload.read(MAPPER, body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        MalformedPayloadException.class,
                        e -> assertThat(e.unreadable()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "1", "true", "null"})
    void json_that_is_no_object_is_malformed(String body) {
        assertThatThrownBy(() -> Payload.read(MAPPER, body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        MalformedPayloadException.class,
                        e -> assertThat(e.unreadable()).isFalse());
    }

    @Test
    void nesting_beyond_the_limit_is_refused() {
        String deep = "{\"a\":".repeat(21) + "1" + "}".repeat(21);
        assertThatThrownBy(() -> Payload.read(MAPPER, deep.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    private static UUID id(String scope, String requestId, String body) throws MalformedPayloadException {
        return Payload.read(MAPPER, body.getBytes(StandardCharsets.UTF_8)).correlationId(IDS, "op", scope, requestId);
    }
}
