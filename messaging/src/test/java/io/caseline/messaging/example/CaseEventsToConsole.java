package io.caseline.messaging.example;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints each event of a case: {@code java CaseEventsToConsole localhost:8406 http://localhost:8404}. */
public final class CaseEventsToConsole {

    private CaseEventsToConsole() {}

    public static void main(String[] arguments) {
        try (var consumer = subscribe(arguments[0], arguments[1], "analyst-console")) {
            while (true) {
                for (ConsumerRecord<String, GenericRecord> record : consumer.poll(Duration.ofSeconds(1))) {
                    System.out.println(line(record));
                }
                consumer.commitSync(); // after the work, so that after a crash the rest comes again, with the same
                // eventId
            }
        }
    }

    static KafkaConsumer<String, GenericRecord> subscribe(String brokers, String registry, String group) {
        KafkaConsumer<String, GenericRecord> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                brokers,
                "group.id",
                group,
                "isolation.level",
                "read_committed", // without it, events of aborted transactions come, too
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                AvroKafkaDeserializer.class,
                "apicurio.registry.url",
                registry + "/apis/registry/v3",
                "apicurio.registry.http.adapter",
                "JDK",
                "apicurio.registry.dereference-schema",
                true));
        consumer.subscribe(List.of("cases.events"));
        return consumer;
    }

    static String line(ConsumerRecord<String, GenericRecord> record) {
        GenericRecord event = record.value();
        return "%s %s %s case=%s failure=%s id=%s"
                .formatted(
                        Instant.ofEpochMilli((long) event.get("occurredAt")),
                        event.get("programCode"),
                        event.get("type"),
                        event.get("caseNumber"),
                        event.get("failureCode"),
                        event.get("eventId"));
    }
}
