package io.caseline.messaging;

import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.TraceParent;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event to publish.
 *
 * @param headers with the event's id: an event with an id that is in the outbox already is not added again
 * @param key of the record on the topic
 * @param trace of the request that the event comes from
 * @param changesState whether the event is the latest that is known of its key, and goes to the topic of states too
 */
public record OutboxEvent(
        CloudEventHeaders headers,
        String key,
        SpecificRecord value,
        @Nullable TraceParent trace,
        boolean changesState) {}
