package io.caseline.cli.events;

import io.caseline.cli.Times;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.TellerEvent;
import java.time.Instant;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Formats an event as a line: in columns, or as JSON with every field of its schema. */
final class EventFormatter {

    private static final JsonMapper JSON = JsonMapper.shared();

    private EventFormatter() {}

    static String columns(SpecificRecord event) {
        return switch (event) {
            case CaseEvent created ->
                "%-24s  %-7s  %-12s  %s  %-10s  %s"
                        .formatted(
                                Times.precise(created.getOccurredAt()),
                                created.getType(),
                                created.getProgramCode(),
                                created.getCorrelationId(),
                                orDash(created.getCaseNumber()),
                                orDash(created.getFailureCode()));
            case TellerEvent decided ->
                "%-24s  %-10s  %4d %-26s  %s  %s|%s"
                        .formatted(
                                Times.precise(decided.getOccurredAt()),
                                decided.getType(),
                                decided.getResponseCode(),
                                decided.getReason(),
                                decided.getCorrelationId(),
                                decided.getMerchantId(),
                                decided.getTellerId());
            default -> throw new IllegalArgumentException("Not an event: " + event.getClass());
        };
    }

    /** The event's fields, and its position in Kafka. */
    static String json(ConsumerRecord<String, SpecificRecord> record) {
        ObjectNode line = JSON.createObjectNode();
        SpecificRecord event = record.value();
        for (Schema.Field field : event.getSchema().getFields()) {
            put(line, field.name(), event.get(field.pos()));
        }
        line.putObject("kafka")
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("key", record.key());
        return line.toString();
    }

    private static void put(ObjectNode line, String name, @Nullable Object value) {
        switch (value) {
            case null -> line.putNull(name);
            case Integer number -> line.put(name, number);
            case Boolean flag -> line.put(name, flag);
            case Instant time -> line.put(name, Times.precise(time));
            case UUID id -> line.put(name, id.toString());
            default -> line.put(name, value.toString());
        }
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
