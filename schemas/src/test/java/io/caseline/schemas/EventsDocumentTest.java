package io.caseline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.CaseEvent;
import io.caseline.messages.TellerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The events reference and the analyst guide agree with the schemas. */
class EventsDocumentTest {

    private static final Path REFERENCE = Path.of("..", "docs", "reference", "events.md");
    private static final Path GUIDE = Path.of("..", "docs", "guides", "analysts.md");
    private static final Path EXAMPLE =
            Path.of("../messaging/src/test/java/io/caseline/messaging/example/CaseEventsToConsole.java");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]+) \\|.*$");
    private static final Pattern FLINK_SCHEMA = Pattern.compile("avro-confluent\\.schema' = '([^']+)'");
    private static final Pattern COLUMN = Pattern.compile("(?m)^  `?(\\w+)`? [A-Z].*$");

    private static String document = "";
    private static String guide = "";

    @BeforeAll
    static void read() throws IOException {
        document = Files.readString(REFERENCE);
        guide = Files.readString(GUIDE);
    }

    static Stream<Schema> events() {
        return Stream.of(CaseEvent.SCHEMA$, TellerEvent.SCHEMA$);
    }

    @ParameterizedTest
    @MethodSource("events")
    void every_field_is_in_the_table_in_its_order_with_its_type(Schema event) {
        List<String> told = ROW.matcher(section(event))
                .results()
                .map(row -> row.group(1) + ": " + row.group(2).strip())
                .toList();

        assertThat(told)
                .containsExactlyElementsOf(event.getFields().stream()
                        .map(field -> field.name() + ": " + type(field.schema()))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("events")
    void every_symbol_is_named(Schema event) {
        assertThat(event.getField("type").schema().getEnumSymbols())
                .allSatisfy(symbol -> assertThat(section(event)).contains("`" + symbol + "`"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void the_tables_of_flink_have_every_field(Schema event) {
        String table = block("Flink SQL", event.getName().equals("CaseEvent") ? "case_events" : "teller_events");

        assertThat(COLUMN.matcher(table)
                        .results()
                        .map(column -> column.group(1))
                        .filter(column -> !column.equals("WATERMARK")))
                .containsExactlyElementsOf(
                        event.getFields().stream().map(Schema.Field::name).toList());
        assertThat(fields(new Schema.Parser()
                        .parse(FLINK_SCHEMA
                                .matcher(table)
                                .results()
                                .map(found -> found.group(1))
                                .findFirst()
                                .orElseThrow())))
                .isEqualTo(fields(event));
    }

    @Test
    void every_header_is_named() {
        var headers = new CloudEventHeaders(new UUID(0, 1), "type", "source", new UUID(0, 2), Instant.EPOCH)
                .headers("https://registry.example.com/schemas/ids/1");

        assertThat(headers)
                .map(Header::key)
                .allSatisfy(header -> assertThat(document).contains("`" + header + "`"));
    }

    @Test
    void the_example_is_the_class_that_is_tested() throws IOException {
        String example = Files.readString(EXAMPLE);

        assertThat(guide).contains("```java\n" + example.substring(example.indexOf("import ")) + "```");
    }

    @Test
    void retention_is_as_told() {
        assertThat(Topic.CASES_EVENTS.newTopic((short) 1, 0).configs())
                .containsEntry("retention.ms", Long.toString(30L * 24 * 60 * 60 * 1000));
        assertThat(document).contains("30 days", Topic.PARTITIONS + " partitions");
    }

    private static String section(Schema event) {
        String title = "\n## " + event.getName() + "\n";
        int begin = document.indexOf(title) + title.length();
        return document.substring(begin, document.indexOf("\n##", begin));
    }

    private static String block(String tool, String table) {
        int begin = guide.indexOf(table + " (", guide.indexOf("\n### " + tool + "\n"));
        return guide.substring(begin, guide.indexOf("\n);", begin));
    }

    /** As the document writes it: {@code string (uuid) or null}. */
    private static String type(Schema schema) {
        if (schema.isUnion()) {
            return type(schema.getTypes().get(1)) + " or null";
        }
        String logical = schema.getLogicalType() == null
                ? ""
                : " (" + schema.getLogicalType().getName() + ")";
        return schema.getType().getName() + logical;
    }

    private static Map<String, String> fields(Schema record) {
        Map<String, String> fields = new TreeMap<>(Map.of("", record.getFullName()));
        for (Schema.Field field : record.getFields()) {
            List<String> symbols = new ArrayList<>();
            if (field.schema().getType() == Schema.Type.ENUM) {
                symbols.addAll(field.schema().getEnumSymbols());
            }
            fields.put(field.name(), type(field.schema()) + symbols + field.hasDefaultValue());
        }
        return fields;
    }
}
