package io.caseline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.CareCase;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.PersonName;
import io.caseline.messages.SubmitCase;
import io.caseline.messages.TellerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gate: every schema reads, and is read by, every version of it that was ever released. */
class CompatibilityTest {
    private static final Path RELEASED = Path.of("released");
    private static final SchemaValidator FULL_TRANSITIVE =
            new SchemaValidatorBuilder().mutualReadStrategy().validateAll();

    static Stream<Schema> schemas() {
        return Stream.of(
                SubmitCase.SCHEMA$,
                CareCase.SCHEMA$,
                CaseEvent.SCHEMA$,
                AssociateTellerCard.SCHEMA$,
                TellerEvent.SCHEMA$,
                DirectoryEntry.SCHEMA$,
                PersonName.SCHEMA$);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void a_schema_is_compatible_with_every_released_version(Schema schema) throws Exception {
        List<Schema> released = released(schema);
        assertThat(released).as("released versions of " + schema.getName()).isNotEmpty();
        FULL_TRANSITIVE.validate(schema, released);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void every_field_is_documented(Schema schema) {
        assertThat(schema.getFields())
                .allSatisfy(field -> assertThat(field.doc()).as(field.name()).isNotBlank());
    }

    @Test
    void a_new_field_without_a_default_does_not_pass() throws IOException {
        String broken = CaseEvent.SCHEMA$
                .toString()
                .replace("{\"name\":\"caseNumber\"", "{\"name\":\"added\",\"type\":\"int\"},{\"name\":\"caseNumber\"");
        Schema schema = new Schema.Parser().parse(broken);
        List<Schema> released = released(CaseEvent.SCHEMA$);
        assertThatThrownBy(() -> FULL_TRANSITIVE.validate(schema, released))
                .isInstanceOf(SchemaValidationException.class);
    }

    private static List<Schema> released(Schema schema) throws IOException {
        try (Stream<Path> versions = Files.list(RELEASED)) {
            return versions.map(version -> version.resolve(schema.getName() + ".avsc"))
                    .filter(Files::exists)
                    .map(CompatibilityTest::parse)
                    .toList();
        }
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(file.toFile());
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
