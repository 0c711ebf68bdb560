package io.caseline.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cli.KafkaConnection;
import io.caseline.cli.RegisteredSchema;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a real broker. */
class SubscriptionTest {

    private static final String TOPIC = Topic.CASES_EVENTS.topicName();
    private static final Instant TIME = Instant.parse("2026-01-09T13:25:45Z");

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @BeforeAll
    static void createTopicAndSchema() throws Exception {
        try (Admin admin = kafka().admin()) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
        }
        RegisteredSchema.of(Topic.CASES_EVENTS);
    }

    @Test
    void the_events_of_a_partition_that_is_added_meanwhile_are_printed_within_seconds() throws Exception {
        CompletableFuture<Void> printing;
        try (Subscription subscription = subscribe(new PrintWriter(out, true));
                Admin admin = kafka().admin()) {
            printing = print(subscription, Integer.MAX_VALUE);
            int added = 2;
            admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(added + 1)))
                    .all()
                    .get();
            UUID before = send(0);
            UUID id = send(added);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> out.toString().contains(id.toString()));
            assertThat(out.toString()).contains(before.toString());
            subscription.stop();
            printing.get();
        }
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void printing_ends_when_the_output_fails() throws Exception {
        try (Subscription subscription = subscribe(new PrintWriter(new FailingWriter(), true))) {
            CompletableFuture<Void> printing = print(subscription, Integer.MAX_VALUE);

            send(0);

            assertThat(printing).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void only_what_matches_is_printed_and_counted() throws Exception {
        UUID wanted = UUID.randomUUID();
        try (Subscription subscription = subscribe(new PrintWriter(out, true))) {
            send(0);
            send(0, wanted);
            send(0, wanted);
            subscription.print(
                    event -> event instanceof CaseEvent found
                            && found.getCorrelationId().equals(wanted),
                    EventFormatter::json,
                    1,
                    false);
        }
        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .contains(wanted.toString(), "\"occurredAt\":\"2026-01-09T13:25:45.000Z\"");
    }

    private Subscription subscribe(PrintWriter writer) throws InterruptedException {
        return new Subscription(
                kafka(), Topic.CASES_EVENTS, new StartPosition.Latest(), writer, new PrintWriter(errors, true));
    }

    private static CompletableFuture<Void> print(Subscription subscription, long max) {
        return CompletableFuture.runAsync(
                () -> subscription.print(event -> true, record -> EventFormatter.columns(record.value()), max, false));
    }

    private static UUID send(int partition) throws Exception {
        return send(partition, UUID.randomUUID());
    }

    private static UUID send(int partition, UUID id) throws Exception {
        CaseEvent event = CaseEvent.newBuilder()
                .setEventId(UUID.randomUUID())
                .setType(CaseEventType.CREATED)
                .setCorrelationId(id)
                .setProgramCode("gobank")
                .setRequestId(UUID.randomUUID())
                .setCaseNumber("00001000")
                .setAttempts(1)
                .setReceivedAt(TIME)
                .setOccurredAt(TIME)
                .build();
        try (KafkaProducer<String, SpecificRecord> producer = new KafkaProducer<>(kafka().producer())) {
            producer.send(new ProducerRecord<>(TOPIC, partition, id.toString(), event))
                    .get();
        }
        return id;
    }

    private static KafkaConnection kafka() {
        return new KafkaConnection(TestServices.kafka().bootstrapServers(), TestServices.registryUrl());
    }

    /** As the standard output behind {@code | head -1}. */
    private static final class FailingWriter extends Writer {

        @Override
        public void write(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
