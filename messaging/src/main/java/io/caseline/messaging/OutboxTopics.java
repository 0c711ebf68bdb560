package io.caseline.messaging;

import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.TraceParent;
import io.caseline.schemas.registry.SchemaUrls;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of an outbox go.
 *
 * @param events has every event
 * @param state has the latest event of each key that says what is so now; null if there is no such topic
 * @param schemas where readers find the schemas
 */
record OutboxTopics(String events, @Nullable String state, SchemaUrls schemas) {

    /**
     * The records of an event, that for {@link #events} first.
     *
     * @param changesState whether the event goes to {@link #state} too
     */
    List<ProducerRecord<String, byte[]>> records(
            CloudEventHeaders event, String key, byte[] value, @Nullable TraceParent trace, boolean changesState) {
        Headers headers = event.headers(schemas.of(value));
        if (trace != null) {
            trace.addToEvent(headers);
        }
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>(2);
        records.add(new ProducerRecord<>(events, null, key, value, headers));
        if (changesState && state != null) {
            records.add(new ProducerRecord<>(state, null, key, value, headers));
        }
        return records;
    }
}
