package io.caseline.cases.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How commands are divided among calls. */
class CallSlotsTest {
    private final CallSlots slots = new CallSlots(8);

    @Test
    void a_program_may_have_all_slots_but_two() {
        assertThat(slots.ofOneProgram()).isEqualTo(7);
        assertThat(new CallSlots(1).ofOneProgram()).isEqualTo(1);
    }

    @Test
    void callers_who_wait_are_divided_among_the_slots_and_those_in_calls_count() {
        assertThat(slots.share(70, 0)).isEqualTo(10);
        assertThat(slots.share(70, 70)).isEqualTo(20);
    }

    @Test
    void a_share_is_not_smaller_than_eight() {
        assertThat(slots.share(1, 0)).isEqualTo(8);
    }

    @Test
    void the_first_command_is_sent_at_once_and_later_ones_are_collected_the_longer_the_more_slots_are_taken() {
        assertThat(slots.collectFor(0)).isZero();
        assertThat(slots.collectFor(4)).isEqualTo(Duration.ofMillis(10));
        assertThat(slots.collectFor(8)).isEqualTo(Duration.ofMillis(40));
        assertThat(slots.collectFor(9)).isEqualTo(Duration.ofMillis(40));
    }
}
