package io.caseline.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes in comes out, on real Kafka and PostgreSQL. */
class OutboxTest {
    private final OutboxFixture fixture = new OutboxFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void an_event_is_published_with_key_value_headers_and_trace() {
        UUID id = UUID.randomUUID();
        fixture.publisher().start();
        fixture.add(id);

        assertThat(fixture.published()).containsExactly(id);
        ConsumerRecord<byte[], byte[]> record = fixture.records().getFirst();
        assertThat(new String(record.key(), UTF_8)).isEqualTo("key");
        assertThat(new String(record.value(), UTF_8)).contains("\"programCode\": \"gobank\"");
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        assertThat(headers)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id.toString(),
                        "ce_type", "io.caseline.case.created",
                        "ce_source", "/caseline/case-processor",
                        "ce_subject", id.toString(),
                        "ce_time", "2023-11-14T22:13:20.123Z",
                        "ce_dataschema", "https://registry.example.com/schemas/ids/7",
                        "content-type", "application/avro",
                        "traceparent", OutboxFixture.TRACE.value(),
                        "ce_traceparent", OutboxFixture.TRACE.value()));
    }

    @Test
    void an_event_that_changes_the_state_of_its_key_is_on_the_topic_of_states_too() {
        UUID id = UUID.randomUUID();
        UUID withoutState = UUID.randomUUID();
        fixture.publisher().start();
        fixture.add(id);
        fixture.addWithoutState(withoutState);

        assertThat(fixture.published()).containsExactly(id, withoutState);
        ConsumerRecord<byte[], byte[]> event = fixture.records().getFirst();
        List<ConsumerRecord<byte[], byte[]>> states = fixture.records(fixture.stateName);
        assertThat(states).hasSize(1);
        assertThat(states.getFirst().key()).isEqualTo(event.key());
        assertThat(states.getFirst().value()).isEqualTo(event.value());
        assertThat(states.getFirst().headers()).isEqualTo(event.headers());
    }

    @Test
    void without_a_topic_of_states_events_are_published_all_the_same() {
        fixture.deleteTopics(fixture.stateName);
        UUID id = UUID.randomUUID();
        fixture.publisherWithoutStates().start();
        fixture.add(id);

        assertThat(fixture.published()).containsExactly(id);
    }

    @Test
    void events_wait_for_a_topic_of_states_that_is_missing() {
        fixture.deleteTopics(fixture.stateName);
        UUID id = UUID.randomUUID();
        OutboxFixture.Publisher publisher = fixture.publisher();
        publisher.start();
        fixture.add(id);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(publisher.status.health().getDetails())
                        .extractingByKey("failure")
                        .asString()
                        .contains("The topic " + fixture.stateName + " does not exist", "caseline.outbox.state-topic"));
        assertThat(fixture.records()).isEmpty();
        fixture.createStateTopic();

        assertThat(fixture.published()).containsExactly(id);
        assertThat(fixture.states()).containsExactly(id);
    }

    @Test
    void events_need_a_transaction_and_are_gone_with_it() {
        UUID kept = UUID.randomUUID();
        assertThatThrownBy(() -> fixture.addOutsideOfTransaction(UUID.randomUUID()))
                .isInstanceOf(IllegalStateException.class);
        fixture.transaction.executeWithoutResult(status -> {
            fixture.add(UUID.randomUUID());
            status.setRollbackOnly();
        });
        fixture.publisher().start();
        fixture.add(kept);

        assertThat(fixture.published()).containsExactly(kept);
    }

    @Test
    void an_event_that_is_added_twice_is_published_once() {
        UUID id = UUID.randomUUID();
        fixture.add(id, id);
        fixture.add(id);
        fixture.publisher().start();

        assertThat(fixture.published()).containsExactly(id);
    }

    @Test
    void events_of_one_key_keep_their_order_over_transactions_and_batches() {
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(450).toList();
        fixture.publisher().start();
        fixture.add(ids.subList(0, 250).toArray(UUID[]::new));
        ids.subList(250, 450).forEach(fixture::add);

        assertThat(fixture.published()).isEqualTo(ids);
    }

    @Test
    void a_transaction_that_commits_late_is_published_too() throws Exception {
        UUID late = UUID.randomUUID();
        UUID[] early = {UUID.randomUUID(), UUID.randomUUID()};
        fixture.publisher().start();
        fixture.transaction.executeWithoutResult(status -> {
            fixture.add(late);
            Thread other = new Thread(() -> Arrays.stream(early).forEach(fixture::add));
            other.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> fixture.records().size() == 2);
        });

        assertThat(fixture.published()).containsExactly(early[0], early[1], late);
    }

    @Test
    void a_transaction_that_is_held_open_does_not_stop_publishing() throws Exception {
        UUID first = UUID.randomUUID();
        fixture.publisher().start();
        try (Connection backup = fixture.dataSource.getConnection()) {
            backup.setAutoCommit(false);
            backup.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            backup.createStatement().executeQuery("select count(*) from outbox");
            fixture.add(first);

            assertThat(fixture.published()).containsExactly(first);
            backup.rollback();
        }
    }

    @Test
    void what_waits_shows_in_metrics_and_health() {
        fixture.add(UUID.randomUUID(), UUID.randomUUID());
        OutboxFixture.Publisher publisher = fixture.publisher();
        publisher.beforeCommit = () -> {
            throw new IllegalStateException("Kafka is away");
        };
        publisher.start();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> publisher
                                        .meters
                                        .get("caseline.outbox.size")
                                        .gauge()
                                        .value()
                                == 2
                        && publisher.meters.get("caseline.outbox.age").gauge().value() > 0.5);
        assertThat(publisher.status.health().getDetails())
                .containsEntry("waiting", 2L)
                .containsEntry("failure", "java.lang.IllegalStateException: Kafka is away");

        publisher.beforeCommit = OutboxFixture.Step.NOTHING;
        assertThat(fixture.published()).hasSize(2);
        assertThat(publisher.meters.get("caseline.outbox.published").counter().count())
                .isEqualTo(2);
        assertThat(publisher.status.health().getDetails()).doesNotContainKey("failure");
    }
}
