package io.caseline.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.messaging.PositionsFixture.Listener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Each record is handled once, whatever Kafka, the database or an operator does. */
@ExtendWith(OutputCaptureExtension.class)
class ListenerPositionsTest {
    private final PositionsFixture fixture = new PositionsFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void records_are_handled_in_order_and_the_positions_follow() {
        fixture.send(0, "first");
        Listener listener = fixture.listener().start();
        fixture.awaitHandled(1);
        fixture.send(0, "second");
        fixture.awaitHandled(2);

        assertThat(fixture.handled()).containsExactly("first", "second");
        assertThat(fixture.position(0)).isEqualTo(2);
        assertThat(fixture.position(1)).isZero();
        assertThat(listener.paused()).isZero();
    }

    @Test
    void a_group_without_offsets_goes_on_where_the_database_says() {
        fixture.send(0, PositionsFixture.numbered("before", 10));
        fixture.listener().start();
        fixture.awaitHandled(10);
        restart();
        fixture.send(0, "after");
        fixture.awaitHandled(11);

        assertThat(fixture.handled()).hasSize(11).endsWith("after");
    }

    private void restart() {
        fixture.stopListeners();
        fixture.deleteGroup();
        fixture.listener().start();
    }

    @Test
    void a_batch_that_was_committed_and_failed_afterwards_is_not_handled_again() {
        Listener listener = fixture.listener();
        AtomicInteger failures = new AtomicInteger(1);
        listener.afterCommit = records -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("known: the answer to the commit is lost");
            }
        };
        fixture.send(0, PositionsFixture.numbered("value", 5));
        listener.start();
        fixture.awaitHandled(5);
        fixture.send(0, "next");
        fixture.awaitHandled(6);

        assertThat(fixture.handled()).doesNotHaveDuplicates().hasSize(6);
    }

    @Test
    void a_batch_that_fails_is_handled_again_as_a_whole() {
        Listener listener = fixture.listener();
        AtomicInteger failures = new AtomicInteger(3);
        listener.beforeWrite = records -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("known: the database is away");
            }
        };
        for (int partition = 0; partition < PositionsFixture.PARTITIONS; partition++) {
            fixture.send(partition, PositionsFixture.numbered("value" + partition, 20));
        }
        listener.start();
        fixture.awaitHandled(60);

        assertThat(fixture.handled()).doesNotHaveDuplicates().hasSize(60);
        assertThat(failures.get()).isNegative();
    }

    @Test
    void a_listener_that_moved_behind_the_stored_position_handles_nothing_twice() {
        fixture.send(0, PositionsFixture.numbered("value", 5));
        Listener stale = fixture.listener();
        stale.start();
        fixture.awaitHandled(5);
        fixture.jdbc
                .sql("update listener_position set next_offset = 7 where partition_number = 0")
                .update();
        fixture.send(0, "skipped", "skipped too", "handled");
        fixture.awaitHandled(6);

        assertThat(fixture.handled()).hasSize(6).endsWith("handled");
        assertThat(stale.paused()).as("a rebalance does the same").isZero();
    }

    @Test
    void positions_that_went_back_with_a_restored_database_are_read_from_again() {
        fixture.send(0, PositionsFixture.numbered("value", 5));
        Listener listener = fixture.listener().start();
        fixture.awaitHandled(5);
        fixture.jdbc.sql("truncate listener_position, handled").update();
        assertThat(listener.positions.areStoredPositionsBehind())
                .as("seen once")
                .isFalse();
        assertThat(listener.positions.areStoredPositionsBehind()).isTrue();
        fixture.send(0, "next");
        fixture.awaitHandled(6);

        assertThat(fixture.handled()).doesNotHaveDuplicates().hasSize(6);
        assertThat(listener.positions.areStoredPositionsBehind()).isFalse();
        assertThat(listener.positions.areStoredPositionsBehind()).isFalse();
    }

    @Test
    void records_deleted_before_they_were_read_are_a_gap_and_the_listener_goes_on(CapturedOutput output) {
        fixture.send(0, PositionsFixture.numbered("read", 3));
        fixture.listener().start();
        fixture.awaitHandled(3);
        fixture.stopListeners();
        fixture.send(0, PositionsFixture.numbered("lost", 4));
        fixture.deleteRecordsBefore(0, 7);
        fixture.send(0, "after");
        fixture.listener().start();
        fixture.awaitHandled(4);

        assertThat(fixture.handled()).endsWith("after");
        assertThat(output).contains("4 records of " + fixture.topic + "-0 were deleted before they were read");
        assertThat(fixture.meters.get("caseline.positions.lost").counter().count())
                .isEqualTo(4);
        fixture.gaps.look();
        assertThat(fixture.gaps.health().getStatus()).isEqualTo(new Status("GAP"));
        assertThat(fixture.gaps.health().getDetails()).containsEntry("records", 4L);
        assertThat(fixture.gaps.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.firstOffset()).isEqualTo(3);
            assertThat(gap.lastOffset()).isEqualTo(6);
            assertThat(gap.partition()).isZero();
        });
    }

    @Test
    void records_deleted_after_they_were_read_are_no_gap() {
        fixture.send(0, PositionsFixture.numbered("read", 3));
        fixture.listener().start();
        fixture.awaitHandled(3);
        fixture.stopListeners();
        fixture.deleteRecordsBefore(0, 3);
        fixture.listener().start();
        fixture.send(0, "after");
        fixture.awaitHandled(4);

        assertThat(fixture.gaps.gaps()).isEmpty();
    }

    @Test
    void a_topic_that_was_created_anew_is_read_from_its_start() {
        fixture.send(0, PositionsFixture.numbered("old", 5));
        fixture.listener().start();
        fixture.awaitHandled(5);
        fixture.stopListeners();
        fixture.deleteTopic();
        fixture.createTopic();
        fixture.send(0, PositionsFixture.numbered("new", 2));
        fixture.listener().start();
        fixture.awaitHandled(7);

        assertThat(fixture.handled()).endsWith("new0", "new1").hasSize(7);
        assertThat(fixture.position(0)).isEqualTo(2);
        assertThat(fixture.gaps.gaps()).isEmpty();
    }

    @Test
    void a_partition_that_is_added_later_is_read_from_its_start() {
        fixture.listener().start();
        fixture.send(0, "first");
        fixture.awaitHandled(1);
        fixture.addPartitions();
        fixture.send(PositionsFixture.PARTITIONS, "in the new partition");
        fixture.awaitHandled(2);

        assertThat(fixture.handled()).containsExactly("first", "in the new partition");
    }

    @Test
    void brokers_that_lost_records_which_were_handled_already_are_gone_on_with(CapturedOutput output) {
        fixture.send(0, PositionsFixture.numbered("value", 2));
        fixture.listener().start();
        fixture.awaitHandled(2);
        fixture.stopListeners();
        fixture.jdbc
                .sql("update listener_position set next_offset = 99 where partition_number = 0")
                .update();
        fixture.listener().start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> fixture.position(0) == 2);
        fixture.send(0, "next");
        fixture.awaitHandled(3);

        assertThat(output).contains("the brokers have lost records that were handled already");
    }

    @Test
    void partitions_that_move_between_instances_are_handled_once() {
        Listener first = fixture.listener().start();
        fixture.send(0, PositionsFixture.numbered("a", 50));
        fixture.send(1, PositionsFixture.numbered("b", 50));
        Listener second = fixture.listener().start();
        fixture.send(2, PositionsFixture.numbered("c", 50));
        fixture.awaitHandled(150);
        first.stop();
        fixture.send(0, PositionsFixture.numbered("d", 50));
        fixture.awaitHandled(200);

        assertThat(fixture.handled()).doesNotHaveDuplicates().hasSize(200);
        assertThat(second.paused()).isZero();
    }

    @Test
    void a_consumer_without_known_positions_may_handle_nothing() {
        Listener listener = fixture.listener();
        ConsumerRecord<String, String> record = new ConsumerRecord<>(fixture.topic, 0, 0, "key", "value");

        assertThatThrownBy(() -> fixture.transaction.execute(status -> listener.positions.advance(List.of(record))))
                .isInstanceOf(PositionMovedException.class);
    }

    @Test
    void a_transaction_that_is_rolled_back_moves_no_position() {
        fixture.send(0, "value");
        Listener listener = fixture.listener();
        AtomicInteger attempts = new AtomicInteger();
        listener.beforeWrite = records -> {
            assertThat(records).hasSize(1);
            if (attempts.getAndIncrement() == 0) {
                throw new IllegalStateException("known: rolled back");
            }
        };
        listener.start();
        fixture.awaitHandled(1);

        assertThat(attempts).hasValue(2);
        assertThat(fixture.position(0)).isEqualTo(1);
    }
}
