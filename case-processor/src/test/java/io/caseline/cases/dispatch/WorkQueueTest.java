package io.caseline.cases.dispatch;

import static io.caseline.cases.testing.ClaimedCommands.NOW;
import static io.caseline.cases.testing.ClaimedCommands.SIZE;
import static io.caseline.cases.testing.ClaimedCommands.awaited;
import static io.caseline.cases.testing.ClaimedCommands.claimed;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.dispatch.CallSelection.Slot;
import io.caseline.cases.dispatch.QueueMemory.Reservation;
import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.ClaimedCommand;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What the next call carries. */
class WorkQueueTest {
    private static final int LIMIT = 200;

    private final WorkQueue queue = queue(1_000_000, 1_000_000);
    private final Map<String, Integer> callSizes = new HashMap<>();

    @Test
    void callers_who_wait_go_first() {
        add(queue, claimed("a", 100));
        List<ClaimedCommand> waiting = awaited("b", 3);
        add(queue, waiting);

        assertThat(take(slot())).containsExactlyElementsOf(waiting);
        assertThat(take(slot())).hasSize(100);
    }

    @Test
    void programs_take_turns_within_a_call_and_between_calls() {
        add(queue, claimed("a", 400));
        add(queue, claimed("b", 400));
        add(queue, claimed("c", 20));

        List<ClaimedCommand> first = take(slot());
        assertThat(count(first)).isEqualTo(Map.of("a", 90L, "b", 90L, "c", 20L));
        assertThat(first.getFirst().programCode()).isEqualTo("a");
        assertThat(take(slot()).getFirst().programCode()).isEqualTo("b");
    }

    @Test
    void a_call_takes_its_share_of_the_awaited_commands() {
        add(queue, awaited("a", 20));

        assertThat(take(new Slot(16, false, false, LIMIT, false))).hasSize(16);
        assertThat(take(new Slot(16, false, false, LIMIT, false))).hasSize(4);
    }

    @Test
    void what_waits_is_counted_without_programs_that_may_have_no_call_now() {
        add(queue, awaited("a", 3));
        add(queue, claimed("a", 2));
        add(queue, awaited("b", 5));

        assertThat(queue.waiting(program -> program.equals("a"), NOW))
                .satisfies(waiting -> assertThat(waiting.awaited()).isEqualTo(3))
                .satisfies(waiting -> assertThat(waiting.others()).isEqualTo(2));
    }

    @Test
    void a_slot_for_waiting_callers_takes_nothing_else() {
        add(queue, claimed("a", 10));
        Slot awaitedOnly = new Slot(LIMIT, true, false, LIMIT, false);
        assertThat(take(awaitedOnly)).isEmpty();
        assertThat(queue.size()).isEqualTo(10);

        add(queue, awaited("a", 1));
        assertThat(take(awaitedOnly)).hasSize(1);
    }

    @Test
    void a_call_of_waiting_callers_is_filled_up_while_calls_are_scarce() {
        add(queue, claimed("a", 500));
        List<ClaimedCommand> waiting = awaited("b", 3);
        add(queue, waiting);

        assertThat(take(new Slot(LIMIT, false, false, LIMIT, true)))
                .hasSize(LIMIT)
                .startsWith(waiting.toArray(ClaimedCommand[]::new));
    }

    @Test
    void who_has_stopped_waiting_comes_after_those_who_wait_and_before_the_others() {
        ClaimedCommand gone = claimed("a", NOW.plusSeconds(1), NOW);
        ClaimedCommand goneToo = claimed("a", NOW.plusSeconds(2), NOW);
        ClaimedCommand waits = claimed("a", NOW.plusSeconds(60), NOW);
        ClaimedCommand other = claimed("a");
        add(queue, List.of(other, gone, goneToo, waits));

        Instant later = NOW.plusSeconds(10);
        assertThat(queue.take(slot(), program -> true, this::callSize, later)).containsExactly(waits);
        assertThat(queue.take(slot(), program -> true, this::callSize, later)).containsExactly(gone, goneToo, other);
    }

    @Test
    void the_oldest_command_goes_first_when_it_is_its_turn_whoever_waits() {
        add(queue, awaited("a", 500));
        ClaimedCommand old = claimed("b", null, NOW.minusSeconds(3600));
        add(queue, List.of(old));

        assertThat(take(new Slot(LIMIT, false, true, LIMIT, false))).containsExactly(old);
    }

    @Test
    void a_program_with_a_smaller_call_size_goes_alone_and_the_others_without_it() {
        callSizes.put("small", 10);
        add(queue, claimed("a", 30));
        add(queue, claimed("small", 30));
        add(queue, claimed("b", 30));

        assertThat(count(take(slot()))).isEqualTo(Map.of("a", 30L, "b", 30L));
        assertThat(count(take(slot()))).isEqualTo(Map.of("small", 10L));
        add(queue, claimed("a", 30));
        List<Map<String, Long>> next = List.of(count(take(slot())), count(take(slot())), count(take(slot())));
        assertThat(next).containsExactlyInAnyOrder(Map.of("small", 10L), Map.of("a", 30L), Map.of("small", 10L));
    }

    @Test
    void a_waiting_caller_of_a_program_with_a_smaller_call_size_is_not_starved() {
        callSizes.put("small", 1);
        add(queue, awaited("a", 50));
        add(queue, awaited("small", 1));

        assertThat(count(take(slot()))).isEqualTo(Map.of("a", 50L));
        assertThat(count(take(slot()))).isEqualTo(Map.of("small", 1L));
    }

    @Test
    void a_program_that_may_have_no_call_is_passed_over() {
        add(queue, claimed("a", 5));
        add(queue, claimed("b", 5));

        assertThat(count(queue.take(slot(), program -> !program.equals("a"), this::callSize, NOW)))
                .isEqualTo(Map.of("b", 5L));
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.isEmptyBut(Set.of("a"))).isTrue();
    }

    @Test
    void memory_is_bounded_in_all_and_for_each_program() {
        WorkQueue bounded = queue(10L * SIZE, 4L * SIZE);
        assertThat(reserve(bounded, claimed("a", 6))).hasSize(4);
        assertThat(reserve(bounded, claimed("b", 6))).hasSize(4);
        assertThat(reserve(bounded, claimed("c", 6))).hasSize(2);
        assertThat(bounded.reserve("c", 100).limit()).isZero();
    }

    @Test
    void no_more_is_claimed_than_fits_into_memory() {
        WorkQueue bounded = queue(100L * SIZE, 40L * SIZE);
        add(bounded, claimed("a", 30));
        Reservation reservation = bounded.reserve("a", 400);
        assertThat(reservation.limit()).isBetween(9, 10);
        assertThat(reserve(bounded, claimed("a", 6)))
                .as("what comes during the query")
                .hasSizeLessThan(3);
        bounded.add(reservation, claimed("a", reservation.limit()), NOW);
        assertThat(bounded.bytes()).isLessThanOrEqualTo(40L * SIZE);
        assertThat(bounded.reserve("a", 400).limit()).isZero();
    }

    @Test
    void no_more_than_two_batches_of_a_program_are_claimed() {
        add(queue, claimed("a", 15));
        assertThat(queue.reserve("a", 10).limit()).isEqualTo(5);
    }

    @Test
    void a_program_with_nothing_in_memory_may_have_one_command_of_any_size() {
        WorkQueue bounded = queue(100L * SIZE, SIZE / 2);
        assertThat(bounded.reserve("a", 400).limit()).isOne();
        assertThat(bounded.reserve("a", 400).limit()).isZero();
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

    @Test
    void a_held_programs_commands_leave_and_the_others_stay() {
        List<ClaimedCommand> held = Stream.of(claimed("a", 3), awaited("a", 2))
                .flatMap(List::stream)
                .toList();
        add(queue, held);
        add(queue, claimed("b", 2));

        assertThat(queue.drain("a")).containsExactlyInAnyOrderElementsOf(held);
        assertThat(queue.bytes()).isEqualTo(2L * SIZE);
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
                    Reservation reservation = any.reserve(program, 5);
                    List<ClaimedCommand> claimed = claimed(program, random.nextInt(reservation.limit() + 1));
                    if (random.nextInt(4) == 0) {
                        any.cancel(reservation);
                        break;
                    }
                    any.add(reservation, claimed, now);
                    inside.addAll(claimed);
                }
                case 3 -> left(inside, any.drain(program));
                default -> {
                    Slot slot = new Slot(
                            1 + random.nextInt(9),
                            random.nextInt(5) == 0,
                            random.nextInt(5) == 0,
                            random.nextBoolean() ? 10 : 1,
                            random.nextBoolean());
                    List<ClaimedCommand> taken = any.take(slot, name -> random.nextInt(5) > 0, this::callSize, now);
                    assertThat(taken.size()).isLessThanOrEqualTo(slot.limit());
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

    private static void left(Set<ClaimedCommand> inside, List<ClaimedCommand> commands) {
        commands.forEach(command -> assertThat(inside.remove(command)).isTrue());
    }

    private static WorkQueue queue(long memory, long memoryPerProgram) {
        return new WorkQueue(
                Settings.dispatch(DataSize.ofBytes(memory), DataSize.ofBytes(memoryPerProgram)),
                new SimpleMeterRegistry());
    }

    private static Set<?> reserve(WorkQueue queue, List<ClaimedCommand> commands) {
        return queue.reserve(commands(commands), program -> false, NOW);
    }

    private static List<CaseCommand> commands(List<ClaimedCommand> claimed) {
        return claimed.stream().map(ClaimedCommand::command).toList();
    }

    private List<ClaimedCommand> take(Slot slot) {
        return queue.take(slot, program -> true, this::callSize, NOW);
    }

    private int callSize(String program) {
        return callSizes.getOrDefault(program, LIMIT);
    }

    private static Slot slot() {
        return new Slot(LIMIT, false, false, LIMIT, false);
    }

    private static Map<String, Long> count(List<ClaimedCommand> commands) {
        Map<String, Long> counts = new HashMap<>();
        new ArrayList<>(commands).forEach(command -> counts.merge(command.programCode(), 1L, Long::sum));
        return counts;
    }

    private static void add(WorkQueue queue, List<ClaimedCommand> commands) {
        commands.forEach(command -> queue.add(queue.reserve(command.programCode(), 1), List.of(command), NOW));
    }
}
