package io.caseline.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.OutboxMark.Snapshot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxMarkTest {
    private final OutboxMark mark = new OutboxMark(Duration.ofSeconds(60), 0);

    private void read(int second, boolean full, Long... ids) {
        read(second, full, new Snapshot(5, 9), ids);
    }

    private void read(int second, boolean full, Snapshot before, Long... ids) {
        mark.afterRead(List.of(ids), full, Duration.ofSeconds(second).toNanos(), before);
    }

    @Test
    void the_mark_passes_an_id_when_the_transactions_have_ended_that_may_hold_lower_ones() {
        read(1, false, 8L);
        read(2, false, new Snapshot(5, 9));
        assertThat(mark.get()).as("transactions 5 to 8 may commit lower ids").isZero();

        read(3, false, new Snapshot(8, 12));
        assertThat(mark.get()).as("8 still runs").isZero();

        read(4, false, new Snapshot(9, 12));
        assertThat(mark.get()).isEqualTo(8);
        assertThat(mark.isTrailing()).isFalse();
    }

    @Test
    void the_mark_trails() {
        read(1, false, 7L, 8L);
        read(61, false, 12L);
        assertThat(mark.get()).isZero();

        read(62, false);
        assertThat(mark.get()).isEqualTo(8);

        read(123, false);
        assertThat(mark.get()).isEqualTo(12);
    }

    @Test
    void rows_that_were_not_read_yet_are_not_passed_over() {
        read(1, false, 8L);
        read(70, true, 3L, 5L);
        assertThat(mark.get()).as("there may be rows between 5 and 8").isZero();

        read(71, true, 6L, 9L);
        assertThat(mark.get()).isEqualTo(8);
    }

    @Test
    void the_outbox_is_read_from_its_beginning_now_and_then() {
        read(1, false, 8L);
        read(62, false);
        read(601, false);
        assertThat(mark.get()).isZero();
    }
}
