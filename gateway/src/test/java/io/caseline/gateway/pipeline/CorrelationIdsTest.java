package io.caseline.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.http.Payload;
import io.caseline.gateway.http.RequestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One request has one id, on every gateway of every version. */
class CorrelationIdsTest {
    private static final JsonMapper MAPPER = Payload.mapper(20);
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final CorrelationIds IDS = new CorrelationIds(new RequestSettings(
            DataSize.ofKilobytes(64),
            Duration.ofSeconds(10),
            20,
            1,
            1,
            UUID.fromString("0f9d7f5e-3c1b-4e0a-8a44-5b6e2d9c7a10"),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"subject\":\"Card\",\"device\":{\"deviceOS\":1,\"deviceID\":\"x\"}}",
                "{ \"device\" : {\"deviceID\":\"x\", \"deviceOS\":1},\n\"subject\":\"Card\" }",
                "{\"subject\":\"\\u0043ard\",\"lastName\":null,\"device\":{\"deviceOS\":1,\"deviceMake\":null,\"deviceID\":\"x\"}}"
            })
    void key_order_white_space_escapes_and_nulls_do_not_matter(String body) {
        assertThat(id("gobank", "r1", body))
                .isEqualTo(id("gobank", "r1", "{\"device\":{\"deviceID\":\"x\",\"deviceOS\":1},\"subject\":\"Card\"}"));
    }

    @Test
    void another_payload_request_id_or_program_is_another_request() {
        UUID id = id("gobank", "r1", "{\"subject\":\"Card\"}");
        assertThat(id("gobank", "r1", "{\"subject\":\"card\"}")).isNotEqualTo(id);
        assertThat(id("gobank", "r2", "{\"subject\":\"Card\"}")).isNotEqualTo(id);
        assertThat(id("rapidpay", "r1", "{\"subject\":\"Card\"}")).isNotEqualTo(id);
    }

    /** This id must never change. */
    @Test
    void the_id_of_a_known_request_never_changes() {
        UUID id = id("gobank", "5e1a1c9e-6f0e-4a35-9f1b-0f6f0a1b2c3d", "{\"subject\":\"Card\"}");
        assertThat(id.version()).isEqualTo(5);
        assertThat(id).hasToString("637205c4-ee7b-5715-b784-29957b9860d6");
    }

    @Property(tries = 500)
    void key_order_and_white_space_never_matter(@ForAll("objects") Map<String, Object> object, @ForAll Random random) {
        assertThat(id("gobank", "r", PRETTY.writeValueAsString(shuffled(object, random))))
                .isEqualTo(id("gobank", "r", MAPPER.writeValueAsString(object)));
    }

    @Property(tries = 500)
    void a_null_is_the_same_as_nothing(@ForAll("objects") Map<String, Object> object) {
        Map<String, @Nullable Object> withNull = new LinkedHashMap<>(object);
        withNull.put("a key that is not there", null);
        assertThat(id("gobank", "r", JsonMapper.shared().writeValueAsString(withNull)))
                .isEqualTo(id("gobank", "r", MAPPER.writeValueAsString(object)));
    }

    @Property(tries = 500)
    void another_value_is_another_request(
            @ForAll("objects") Map<String, Object> object, @ForAll("texts") String value) {
        Map<String, Object> changed = new LinkedHashMap<>(object);
        boolean same = value.equals(changed.put("subject", value));
        assertThat(id("gobank", "r", MAPPER.writeValueAsString(changed))
                        .equals(id("gobank", "r", MAPPER.writeValueAsString(object))))
                .isEqualTo(same);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMaxLength(20)
                .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        Arbitrary<Object> values = Arbitraries.oneOf(
                texts().asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.maps(texts(), texts()).ofMaxSize(3).asGeneric(),
                texts().list().ofMaxSize(3).asGeneric());
        return Arbitraries.maps(texts(), values).ofMaxSize(6);
    }

    private static Map<String, Object> shuffled(Map<String, Object> object, Random random) {
        List<Map.Entry<String, Object>> entries = new ArrayList<>(object.entrySet());
        Collections.shuffle(entries, random);
        Map<String, Object> shuffled = new LinkedHashMap<>();
        entries.forEach(entry -> shuffled.put(entry.getKey(), entry.getValue()));
        return shuffled;
    }

    private static UUID id(String tenant, String requestId, String body) {
        return IDS.of("op", tenant, requestId, (ObjectNode) MAPPER.readTree(body));
    }
}
