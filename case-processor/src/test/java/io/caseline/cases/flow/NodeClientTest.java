package io.caseline.cases.flow;

import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.NodeTests;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.ProducerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Reads the events with the most used clients of another language: kafkajs with its registry client, and CloudEvents' SDK. */
class NodeClientTest extends RunningCaseProcessor {
    @Autowired
    ProducerFactory<String, Object> producers;

    @Test
    void clients_of_another_language_read_every_event_once() throws Exception {
        ORG.fault("failRecords", List.of(refusing("Subject", "Refused", "STRING_TOO_LONG")));
        SubmitCase[] created = Stream.generate(() -> asking("Fine")).limit(40).toArray(SubmitCase[]::new);
        send(created);
        SubmitCase failed = asking("Refused");
        UUID rolledBack = rollBack(events(created).getFirst(), failed.getCorrelationId());
        send(failed);
        List<CaseEvent> events =
                events(Stream.concat(Stream.of(created), Stream.of(failed)).toArray(SubmitCase[]::new));

        String output = new NodeTests("events.test.mjs", "the reading of events by kafkajs")
                .pass(Map.of(
                        "BROKERS", TestServices.kafka().bootstrapServers(),
                        "REGISTRY", TestServices.registryUrl(),
                        "EVENTS",
                                new JsonMapper()
                                        .writeValueAsString(events.stream()
                                                .collect(Collectors.toMap(
                                                        event -> event.getEventId()
                                                                .toString(),
                                                        event -> event.getType().name()))),
                        "ABORTED", rolledBack.toString()));

        assertThat(events).hasSize(41);
        assertThat(output).containsPattern("(tests|# tests) 2").containsPattern("fail 0");
    }

    /**
     * Puts an event on the topic, before those of the same key, that no reader of committed records may see.
     *
     * @return its id
     */
    private UUID rollBack(CaseEvent like, UUID key) throws Exception {
        UUID id = UUID.randomUUID();
        ProducerFactory<String, Object> transactional = producers.copyWithConfigurationOverride(
                Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "rolls-back-" + id));
        try (Producer<String, Object> producer = transactional.createProducer()) {
            producer.beginTransaction();
            CaseEvent event = CaseEvent.newBuilder(like).setEventId(id).build();
            producer.send(new ProducerRecord<>(Topic.Names.CASES_EVENTS, key.toString(), event))
                    .get();
            producer.abortTransaction();
        } finally {
            transactional.reset();
        }
        return id;
    }
}
