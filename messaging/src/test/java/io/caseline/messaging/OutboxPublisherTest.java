package io.caseline.messaging;

import static io.caseline.messaging.OutboxFixture.Step.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.OutboxFixture.Publisher;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;

/** Promise 3, one event: whatever is killed, frozen, away or restored, each event is on the topic exactly once. */
@ExtendWith(OutputCaptureExtension.class)
class OutboxPublisherTest {
    private final OutboxFixture fixture = new OutboxFixture();
    private final List<UUID> ids = Stream.generate(UUID::randomUUID).limit(3).toList();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void addAll() {
        fixture.add(ids.toArray(UUID[]::new));
    }

    @Test
    void once_after_a_crash_between_the_commit_in_kafka_and_the_delete() {
        Publisher publisher = fixture.publisher();
        publisher.afterCommit = once(() -> {
            throw new DataAccessResourceFailureException("crashed");
        });
        publisher.start();
        addAll();

        assertThat(fixture.published()).isEqualTo(ids);
        assertThat(fixture.states()).isEqualTo(ids);
    }

    @Test
    void once_after_a_crash_with_an_open_kafka_transaction() {
        Publisher publisher = fixture.publisher();
        publisher.beforeCommit = once(() -> {
            throw new IllegalStateException("crashed");
        });
        publisher.start();
        addAll();

        assertThat(fixture.published()).isEqualTo(ids);
        assertThat(fixture.states()).isEqualTo(ids);
    }

    @Test
    void a_publisher_that_was_frozen_with_an_open_transaction_is_fenced() throws Exception {
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch thaw = new CountDownLatch(1);
        Publisher first = fixture.publisher();
        first.beforeCommit = once(() -> {
            frozen.countDown();
            thaw.await();
        });
        first.startAndAwaitActive();
        addAll();
        assertThat(frozen.await(30, TimeUnit.SECONDS)).isTrue();

        Publisher second = fixture.publisher().startAndAwaitActive();
        thaw.countDown();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !first.isActive());

        assertThat(second.isActive()).isTrue();
        assertThat(fixture.published()).isEqualTo(ids);
    }

    @Test
    void a_publisher_that_was_frozen_after_its_commit_deletes_late_and_does_no_harm() throws Exception {
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch thaw = new CountDownLatch(1);
        UUID later = UUID.randomUUID();
        Publisher first = fixture.publisher();
        first.afterCommit = once(() -> {
            frozen.countDown();
            thaw.await();
        });
        first.startAndAwaitActive();
        addAll();
        assertThat(frozen.await(30, TimeUnit.SECONDS)).isTrue();

        fixture.publisher().startAndAwaitActive();
        fixture.add(later);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> fixture.rows() == 0);
        thaw.countDown();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !first.isActive());

        assertThat(fixture.published()).containsExactly(ids.get(0), ids.get(1), ids.get(2), later);
        assertThat(fixture.states()).isEqualTo(fixture.published());
    }

    @Test
    void a_publisher_that_stops_hands_over_at_once() {
        Publisher first = fixture.publisher(Duration.ofMinutes(10)).startAndAwaitActive();
        Publisher second = fixture.publisher(Duration.ofMinutes(10)).start();
        first.stop();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(second::isActive);
        addAll();
        assertThat(fixture.published()).isEqualTo(ids);
    }

    @Test
    void rows_that_a_restored_database_brings_back_are_not_published_again() {
        Publisher before = fixture.publisher().start();
        addAll();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> fixture.rows() == 0);
        before.stop();

        // the backup has one of the rows; the commands of the others are read again after the publisher has started
        restore();
        fixture.add(ids.get(0));
        fixture.publisher().startAndAwaitActive();
        UUID fresh = UUID.randomUUID();
        fixture.add(ids.get(1), ids.get(2), fresh);

        assertThat(fixture.published()).containsExactly(ids.get(0), ids.get(1), ids.get(2), fresh);
        assertThat(fixture.states()).isEqualTo(fixture.published());
    }

    @Test
    void a_database_that_is_restored_under_a_running_publisher_is_noticed() {
        fixture.publisher().start();
        addAll();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> fixture.rows() == 0);

        fixture.transaction.executeWithoutResult(status -> {
            restore();
            addAll();
        });

        assertThat(fixture.published()).isEqualTo(ids);
    }

    /** To a backup from before the first event. */
    private void restore() {
        fixture.jdbc.sql("delete from outbox_progress").update();
        fixture.jdbc.sql("delete from outbox").update();
        fixture.jdbc.sql("delete from published_event").update();
    }

    @Test
    void a_topic_that_was_created_anew_gets_the_events_to_come() {
        fixture.publisher().start();
        addAll();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> fixture.rows() == 0);
        fixture.deleteTopics(fixture.name);
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> fixture.createTopic());
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        fixture.add(first);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> fixture.rows() == 0);
        fixture.add(second);

        assertThat(fixture.published()).containsExactly(first, second);
    }

    @Test
    void events_wait_while_kafka_is_away_and_that_is_logged_once(CapturedOutput output) {
        CountDownLatch tries = new CountDownLatch(4);
        Publisher publisher = fixture.publisher();
        publisher.beforeCommit = () -> {
            tries.countDown();
            throw new TimeoutException("Kafka does not answer");
        };
        publisher.start();
        addAll();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> tries.getCount() == 0);
        publisher.beforeCommit = OutboxFixture.Step.NOTHING;

        assertThat(fixture.published()).isEqualTo(ids);
        assertThat(output.getOut().split("Events wait in the outbox", -1)).hasSize(2);
    }

    @Test
    void events_wait_while_the_database_is_away() {
        Publisher publisher = fixture.publisher();
        publisher.afterCommit = once(() -> publisher.databaseAway = true);
        publisher.startAndAwaitActive();
        addAll();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> publisher.status.health().getDetails().containsKey("failure"));
        publisher.databaseAway = false;

        assertThat(fixture.published()).isEqualTo(ids);
    }

    @Test
    void events_found_on_the_topic_are_forgotten_after_a_time() {
        fixture.jdbc
                .sql("insert into published_event values (?, now() - interval '36 days'), (?, now())")
                .params(ids.get(0), ids.get(1))
                .update();

        assertThat(new OutboxTable(fixture.jdbc, fixture.topics).purgePublished(Duration.ofDays(35), 10))
                .isEqualTo(1);
        assertThat(fixture.jdbc
                        .sql("select event_id from published_event")
                        .query(UUID.class)
                        .list())
                .containsExactly(ids.get(1));
    }
}
