package io.caseline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.messages.CareCase;
import io.caseline.messages.PersonName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was sealed by an older release can be read by this one, and what this one seals by a later one. */
class SealedRecordsTest {
    private static final String ANA_OF_RELEASE_1 = "c301dd7b39e65f01f1d006416e610a53696c7661";
    private static final String CASE_OF_RELEASE_1 =
            "c301bbf5ea9b0464fb8f021243617264206c6f73740206416e61020a53696c766102225768657265206973206d7920636172643f00000000000000000000";

    static Stream<Schema> schemas() {
        return Stream.of(CareCase.SCHEMA$, PersonName.SCHEMA$);
    }

    @Test
    void a_name_that_release_1_has_written_is_read() throws IOException {
        assertThat(SealedRecords.PERSON_NAME.decode(HexFormat.of().parseHex(ANA_OF_RELEASE_1)))
                .isEqualTo(new PersonName("Ana", "Silva"));
    }

    @Test
    void a_case_that_release_1_has_written_is_read() throws IOException {
        CareCase care = SealedRecords.CARE_CASE.decode(HexFormat.of().parseHex(CASE_OF_RELEASE_1));

        assertThat(care.getSubject()).isEqualTo("Card lost");
        assertThat(care.getLastName()).isEqualTo("Silva");
        assertThat(care.getCustomerQuestion()).isEqualTo("Where is my card?");
        assertThat(care.getDeviceOs()).isNull();
    }

    /** Without a copy among the released ones no later release could read what this one seals. */
    @ParameterizedTest
    @MethodSource("schemas")
    void the_schema_that_is_written_by_is_among_the_released_ones(Schema schema) {
        assertThat(SealedRecords.released(schema.getName()).findByFingerprint(fingerprint(schema)))
                .as("copy src/main/avro to released, as the next version: %s has changed", schema.getName())
                .isNotNull();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void every_released_version_goes_with_the_program(Schema schema) throws IOException {
        SchemaStore known = SealedRecords.released(schema.getName());
        try (Stream<Path> versions = Files.list(Path.of("released"))) {
            List<Path> files = versions.map(version -> version.resolve(schema.getName() + ".avsc"))
                    .toList();
            assertThat(files).isNotEmpty();
            for (Path file : files) {
                Schema version = new Schema.Parser().parse(file.toFile());
                assertThat(known.findByFingerprint(fingerprint(version)))
                        .as(file.toString())
                        .isEqualTo(version);
            }
        }
    }

    @Test
    void a_release_with_another_field_reads_what_this_one_seals() throws IOException {
        Schema next = new Schema.Parser()
                .parse(PersonName.SCHEMA$
                        .toString()
                        .replace(
                                "\"fields\":[",
                                "\"fields\":[{\"name\":\"title\",\"type\":\"string\",\"default\":\"none\"},"));
        ByteBuffer sealed = PersonName.getEncoder().encode(new PersonName("Ana", "Silva"));

        GenericRecord read = new BinaryMessageDecoder<GenericRecord>(
                        GenericData.get(), next, SealedRecords.released("PersonName"))
                .decode(sealed.duplicate());
        assertThat(read.get("title")).hasToString("none");
        assertThat(read.get("lastName")).hasToString("Silva");
        assertThatThrownBy(() -> new BinaryMessageDecoder<GenericRecord>(GenericData.get(), next).decode(sealed))
                .as("it has to look for the version")
                .isInstanceOf(MissingSchemaException.class);
    }

    private static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }
}
