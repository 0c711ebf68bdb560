package io.caseline.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import io.caseline.gateway.intake.Payload.MalformedPayloadException;
import java.nio.charset.StandardCharsets;
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
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The identity of a request does not depend on how its JSON is written, and on nothing but what it says. */
class CanonicalFormTest {
    private static final JsonMapper MAPPER = Payload.mapper(20);
    private static final NameBasedGenerator IDS = Generators.nameBasedGenerator(new UUID(1, 2));
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Property(tries = 500)
    void key_order_and_white_space_do_not_matter(@ForAll("objects") Map<String, Object> object, @ForAll Random random)
            throws MalformedPayloadException {
        assertThat(id(PRETTY.writeValueAsString(shuffled(object, random))))
                .isEqualTo(id(MAPPER.writeValueAsString(object)));
    }

    @Property(tries = 500)
    void a_null_is_the_same_as_nothing(@ForAll("objects") Map<String, Object> object) throws MalformedPayloadException {
        Map<String, @Nullable Object> withNull = new LinkedHashMap<>(object);
        withNull.put("a key that is not there", null);
        assertThat(id(JsonMapper.shared().writeValueAsString(withNull)))
                .isEqualTo(id(MAPPER.writeValueAsString(object)));
    }

    @Property(tries = 500)
    void another_value_is_another_request(@ForAll("objects") Map<String, Object> object, @ForAll("texts") String value)
            throws MalformedPayloadException {
        Map<String, Object> changed = new LinkedHashMap<>(object);
        boolean same = value.equals(changed.put("subject", value));
        assertThat(id(MAPPER.writeValueAsString(changed)).equals(id(MAPPER.writeValueAsString(object))))
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

    private static UUID id(String body) throws MalformedPayloadException {
        return Payload.read(MAPPER, body.getBytes(StandardCharsets.UTF_8)).correlationId(IDS, "op", "gobank", "r");
    }
}
