package io.caseline.cli.events;

import io.caseline.cli.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.commons.csv.CSVFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Formats events as CSV by RFC 4180: every field of the schema, and the position in Kafka. What is null is empty. */
final class EventCsv {

    /** A spreadsheet would take a text that begins so as a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private EventCsv() {}

    static String header(Schema event) {
        List<String> names = new ArrayList<>(
                event.getFields().stream().map(Schema.Field::name).toList());
        names.addAll(List.of("kafkaTopic", "kafkaPartition", "kafkaOffset", "kafkaKey"));
        return line(names);
    }

    static String row(ConsumerRecord<String, SpecificRecord> record) {
        SpecificRecord event = record.value();
        List<@Nullable Object> values = new ArrayList<>();
        event.getSchema().getFields().forEach(field -> values.add(value(event.get(field.pos()))));
        values.add(record.topic());
        values.add(record.partition());
        values.add(record.offset());
        values.add(text(record.key()));
        return line(values);
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Integer number -> number;
            case Boolean flag -> flag;
            case Instant time -> Times.precise(time);
            default -> text(value.toString());
        };
    }

    private static @Nullable String text(@Nullable String text) {
        return text != null && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    /** Ends with half of the line break of RFC 4180; whoever prints it adds the other one. */
    private static String line(List<?> values) {
        return CSVFormat.RFC4180.format(values.toArray()) + "\r";
    }
}
