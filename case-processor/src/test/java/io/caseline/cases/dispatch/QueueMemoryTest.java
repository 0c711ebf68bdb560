package io.caseline.cases.dispatch;

import static io.caseline.cases.testing.ClaimedCommands.NOW;
import static io.caseline.cases.testing.ClaimedCommands.SIZE;
import static io.caseline.cases.testing.ClaimedCommands.awaited;
import static io.caseline.cases.testing.ClaimedCommands.claimed;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.dispatch.CallSelection.CallLimits;
import io.caseline.cases.dispatch.CallSelection.Turn;
import io.caseline.cases.dispatch.DuePrograms.Due;
import io.caseline.cases.dispatch.QueueMemory.ClaimQuota;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Claims.Traffic;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Commands in memory are bounded in all and for each program, and none is lost. */
class QueueMemoryTest extends QueueFixture {
    private static final List<Turn> TURNS = List.of(Turn.values());

    @Test
    void what_waits_is_counted_without_programs_that_may_have_no_call_now() {
        add(queue, awaited("a", 3));
        add(queue, claimed("a", 2));
        add(queue, awaited("b", 5));

        assertThat(queue.refresh(program -> program.equals("a"), true, NOW))
                .satisfies(snapshot -> assertThat(snapshot.awaited()).isEqualTo(3))
                .satisfies(snapshot -> assertThat(snapshot.backlog()).isEqualTo(2));
    }

    @Test
    void a_program_that_may_have_no_call_is_passed_over() {
        add(queue, claimed("a", 5));
        add(queue, claimed("b", 5));

        assertThat(count(take(queue, limits(), program -> !program.equals("a"), NOW)))
                .isEqualTo(Map.of("b", 5L));
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.isEmptyBut(Set.of("a"))).isTrue();
    }

    @Test
    void a_program_that_is_drained_after_the_count_is_passed_over() {
        add(queue, claimed("a", 5));
        add(queue, claimed("b", 5));
        WorkQueue.QueueSnapshot snapshot = queue.refresh(program -> true, true, NOW);
        queue.drain("a");

        assertThat(count(queue.take(limits(), snapshot, this::callSize))).isEqualTo(Map.of("b", 5L));
        queue.drain("b");
        assertThat(queue.take(limits(), snapshot, this::callSize)).isEmpty();
    }

    @Test
    void memory_is_bounded_in_all_and_for_each_program() {
        WorkQueue bounded = queue(10L * SIZE, 4L * SIZE);
        assertThat(reserve(bounded, claimed("a", 6))).hasSize(4);
        assertThat(reserve(bounded, claimed("b", 6))).hasSize(4);
        assertThat(reserve(bounded, claimed("c", 6))).hasSize(2);
        assertThat(bounded.reserve(new Due("c", Traffic.LIVE), 100).limit()).isZero();
    }

    @Test
    void no_more_is_claimed_than_fits_into_memory() {
        WorkQueue bounded = queue(100L * SIZE, 40L * SIZE);
        add(bounded, claimed("a", 30));
        ClaimQuota quota = bounded.reserve(new Due("a", Traffic.LIVE), 400);
        assertThat(quota.limit()).isBetween(9, 10);
        assertThat(reserve(bounded, claimed("a", 6)))
                .as("what comes during the query")
                .hasSizeLessThan(3);
        bounded.add(quota, claimed("a", quota.limit()), NOW);
        assertThat(bounded.bytes()).isLessThanOrEqualTo(40L * SIZE);
        assertThat(bounded.reserve(new Due("a", Traffic.LIVE), 400).limit()).isZero();
    }

    @Test
    void no_more_than_two_batches_of_a_program_are_claimed() {
        add(queue, claimed("a", 15));
        assertThat(queue.reserve(new Due("a", Traffic.LIVE), 10).limit()).isEqualTo(5);
    }

    @Test
    void a_program_with_nothing_in_memory_may_have_one_command_of_any_size() {
        WorkQueue bounded = queue(100L * SIZE, SIZE / 2);
        assertThat(bounded.reserve(new Due("a", Traffic.LIVE), 400).limit()).isOne();
        assertThat(bounded.reserve(new Due("a", Traffic.LIVE), 400).limit()).isZero();
    }

    @Test
    void waiting_callers_have_room_beyond_the_bounds_up_to_the_double() {
        WorkQueue bounded = queue(4L * SIZE, 4L * SIZE);
        assertThat(reserve(bounded, claimed("a", 6))).hasSize(4);
        assertThat(reserve(bounded, awaited("a", 6))).hasSize(4);
    }

    @Test
    void nothing_of_a_held_program_is_taken_into_memory() {
        assertThat(queue.reserve(commands(claimed("a", 3)), "a"::equals, NOW)).isEmpty();
        assertThat(queue.bytes()).isZero();
    }

    /** Whatever happens in whatever order, each command leaves once, and its bytes with it. */
    @Test
    void no_command_and_no_byte_is_lost_or_doubled() {
        Random random = new Random(20260101);
        WorkQueue any = queue(60L * SIZE, 25L * SIZE);
        callSizes.put("p2", 3);
        Set<ClaimedCommand> inside = new HashSet<>();
        for (int step = 0; step < 20_000; step++) {
            String program = "p" + random.nextInt(4);
            Instant now = NOW.plusMillis(step);
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    List<ClaimedCommand> some = random.nextBoolean() ? claimed(program, 5) : awaited(program, 5);
                    Set<?> reserved = any.reserve(commands(some), held -> false, now);
                    List<ClaimedCommand> fitting = some.stream()
                            .filter(command -> reserved.contains(command.correlationId()))
                            .toList();
                    if (random.nextInt(4) == 0) {
                        any.unreserve(commands(fitting));
                    } else {
                        any.add(fitting, now);
                        inside.addAll(fitting);
                    }
                }
                case 2 -> {
                    ClaimQuota quota = any.reserve(new Due(program, Traffic.LIVE), 5);
                    List<ClaimedCommand> claimed = claimed(program, random.nextInt(quota.limit() + 1));
                    if (random.nextInt(4) == 0) {
                        any.cancel(quota);
                        break;
                    }
                    any.add(quota, claimed, now);
                    inside.addAll(claimed);
                }
                case 3 -> left(inside, any.drain(program));
                default -> {
                    CallLimits limits = new CallLimits(
                            1 + random.nextInt(9),
                            random.nextInt(5) == 0,
                            TURNS.get(random.nextInt(TURNS.size())),
                            random.nextBoolean() ? 10 : 1,
                            random.nextBoolean());
                    List<ClaimedCommand> taken = take(any, limits, name -> random.nextInt(5) > 0, now);
                    assertThat(taken.size()).isLessThanOrEqualTo(limits.limit());
                    left(inside, taken);
                }
            }
            assertThat(any.bytes()).isEqualTo((long) inside.size() * SIZE);
            assertThat(any.size()).isEqualTo(inside.size());
        }
        left(inside, any.drainAll());
        assertThat(inside).isEmpty();
        assertThat(any.bytes()).isZero();
    }
}
