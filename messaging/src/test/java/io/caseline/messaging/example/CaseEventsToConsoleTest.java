package io.caseline.messaging.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.Messages;
import io.caseline.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CaseEventsToConsoleTest {

    @Test
    void sees_what_was_committed_once_and_nothing_that_was_rolled_back() throws Exception {
        makeTopic();
        CaseEvent rolledBack = event("00000001");
        CaseEvent committed = event("00000002");
        Messages.trust();
        try (KafkaProducer<String, CaseEvent> producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers",
                brokers(),
                "transactional.id",
                "case-processor-" + UUID.randomUUID(),
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                AvroKafkaSerializer.class,
                "apicurio.registry.url",
                TestServices.registryUrl() + "/apis/registry/v3",
                "apicurio.registry.http.adapter",
                "JDK",
                "apicurio.registry.auto-register",
                true,
                "apicurio.registry.dereference-schema",
                true))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(rolledBack)).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(record(committed)).get();
            producer.commitTransaction();
        }

        List<String> lines = new ArrayList<>();
        try (var consumer =
                CaseEventsToConsole.subscribe(brokers(), TestServices.registryUrl(), "reader-" + UUID.randomUUID())) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> lines.add(CaseEventsToConsole.line(record)));
                return lines.stream().anyMatch(line -> line.contains("00000002"));
            });
        }

        assertThat(lines)
                .contains("2026-01-09T13:25:45Z gobank CREATED case=00000002 failure=null id=" + committed.getEventId())
                .noneMatch(line -> line.contains("00000001"));
    }

    private static void makeTopic() throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", brokers()))) {
            admin.createTopics(List.of(Topic.CASES_EVENTS.newTopic((short) -1, 0)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicExistsException.class); // another test made it
        }
    }

    private static ProducerRecord<String, CaseEvent> record(CaseEvent event) {
        return new ProducerRecord<>(
                Topic.Names.CASES_EVENTS, event.getCorrelationId().toString(), event);
    }

    private static CaseEvent event(String caseNumber) {
        UUID correlationId = UUID.randomUUID();
        Instant time = Instant.parse("2026-01-09T13:25:45Z");
        return CaseEvent.newBuilder()
                .setEventId(CloudEventHeaders.eventId(correlationId, "CREATED", 1))
                .setType(CaseEventType.CREATED)
                .setCorrelationId(correlationId)
                .setProgramCode("gobank")
                .setRequestId(UUID.randomUUID())
                .setCaseNumber(caseNumber)
                .setReceivedAt(time)
                .setOccurredAt(time)
                .build();
    }

    private static String brokers() {
        return TestServices.kafka().bootstrapServers();
    }
}
