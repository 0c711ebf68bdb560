package io.caseline.cases.publish;

import io.caseline.messaging.Outbox;
import io.caseline.messaging.OutboxEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.stereotype.Component;

/** Makes the records of events, as their topic has them. */
@Component
public class EventRecords {
    private final Outbox outbox;

    EventRecords(Outbox outbox) {
        this.outbox = outbox;
    }

    /** @param value in Base64 */
    public record EventRecord(String key, Map<String, String> headers, String value) {}

    public EventRecord of(OutboxEvent event) {
        ProducerRecord<String, byte[]> record = outbox.record(event);
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return new EventRecord(record.key(), headers, Base64.getEncoder().encodeToString(record.value()));
    }
}
