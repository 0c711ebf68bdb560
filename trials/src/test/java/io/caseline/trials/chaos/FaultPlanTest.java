package io.caseline.trials.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final Trial.Faults POSSIBLE = new Trial.Faults(
            List.of(FaultPoint.CALLED, FaultPoint.DECIDED, FaultPoint.TRANSACTION_OPEN),
            List.of(FaultPoint.DECIDED, FaultPoint.CLEARED),
            List.of(FaultType.DELETE_COMMANDS, FaultType.DELETE_OFFSETS, FaultType.REFUSE_PROGRAM));

    /** Kills and freezes at three points, two lost answers, five kills without or around a point, three special ones. */
    private static final int ROUND = 3 + 3 + 2 + 5 + 3;

    @Test
    void the_same_seed_gives_the_same_plan_and_another_one_another() {
        assertThat(FaultPlan.of(42, 30, POSSIBLE)).isEqualTo(FaultPlan.of(42, 30, POSSIBLE));
        assertThat(FaultPlan.of(42, 30, POSSIBLE).faults())
                .isNotEqualTo(FaultPlan.of(43, 30, POSSIBLE).faults());
    }

    @Test
    void a_processor_is_killed_at_each_point_before_anything_else_happens() {
        List<Fault> first = FaultPlan.of(7, 3, POSSIBLE).faults();

        assertThat(first).extracting(Fault::type).containsOnly(FaultType.KILL);
        assertThat(first)
                .extracting(Fault::point)
                .containsExactlyInAnyOrder(FaultPoint.CALLED, FaultPoint.DECIDED, FaultPoint.TRANSACTION_OPEN);
    }

    @Test
    void a_round_has_every_type_and_freezes_at_each_point_and_nothing_twice() {
        List<Fault> round = FaultPlan.of(7, ROUND, POSSIBLE).faults();

        assertThat(round).doesNotHaveDuplicates();
        assertThat(round).extracting(Fault::type).containsAll(EnumSet.complementOf(EnumSet.of(FaultType.KILL_BROKER)));
        POSSIBLE.points().forEach(point -> assertThat(round).contains(new Fault(FaultType.FREEZE, point)));
    }

    @Test
    void the_processor_under_test_decides_which_faults_there_are() {
        var tellers = new Trial.Faults(List.of(FaultPoint.DECIDED), List.of(FaultPoint.DECIDED), List.of());

        assertThat(FaultPlan.of(7, 60, tellers).faults())
                .extracting(Fault::type)
                .doesNotContain(FaultType.REFUSE_PROGRAM)
                .containsAll(Arrays.asList(FaultType.KILL, FaultType.FREEZE, FaultType.LOSE_RESPONSE));
    }
}
