package io.caseline.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.local.chaos.Strike.Deed;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final List<Point> POINTS = List.of(Point.values());

    @Test
    void the_same_seed_gives_the_same_plan_and_another_one_another() {
        assertThat(Plan.of(42, 30, POINTS)).isEqualTo(Plan.of(42, 30, POINTS));
        assertThat(Plan.of(42, 30, POINTS).strikes())
                .isNotEqualTo(Plan.of(43, 30, POINTS).strikes());
    }

    @Test
    void a_processor_is_killed_at_each_point_before_anything_else_happens() {
        List<Strike> first = Plan.of(7, POINTS.size(), POINTS).strikes();

        assertThat(first).extracting(Strike::deed).containsOnly(Deed.KILL);
        assertThat(first).extracting(Strike::point).containsExactlyInAnyOrder(Point.values());
    }

    @Test
    void a_whole_round_has_every_deed() {
        Set<Deed> deeds = Plan.of(7, POINTS.size() + 7, POINTS).strikes().stream()
                .map(Strike::deed)
                .collect(Collectors.toSet());

        assertThat(deeds).containsExactlyInAnyOrderElementsOf(Arrays.asList(Deed.values()));
    }
}
