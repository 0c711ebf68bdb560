package io.caseline.cases.dispatch;

import static io.caseline.cases.testing.ClaimedCommands.NOW;
import static io.caseline.cases.testing.ClaimedCommands.SIZE;
import static io.caseline.cases.testing.ClaimedCommands.awaited;
import static io.caseline.cases.testing.ClaimedCommands.claimed;
import static io.caseline.cases.testing.ClaimedCommands.replayed;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.dispatch.CallSelection.CallLimits;
import io.caseline.cases.dispatch.CallSelection.Turn;
import io.caseline.cases.ledger.ClaimedCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who goes next: waiting callers first, then the others; programs in turn. */
class WorkQueueTest extends QueueFixture {

    @Test
    void callers_who_wait_go_first() {
        add(queue, claimed("a", 100));
        List<ClaimedCommand> waiting = awaited("b", 3);
        add(queue, waiting);

        assertThat(take(limits())).containsExactlyElementsOf(waiting);
        assertThat(take(limits())).hasSize(100);
    }

    @Test
    void programs_take_turns_within_a_call_and_between_calls() {
        add(queue, claimed("a", 400));
        add(queue, claimed("b", 400));
        add(queue, claimed("c", 20));

        List<ClaimedCommand> first = take(limits());
        assertThat(count(first)).isEqualTo(Map.of("a", 90L, "b", 90L, "c", 20L));
        assertThat(first.getFirst().programCode()).isEqualTo("a");
        assertThat(take(limits()).getFirst().programCode()).isEqualTo("b");
    }

    @Test
    void a_call_takes_its_share_of_the_awaited_commands() {
        add(queue, awaited("a", 20));

        assertThat(take(new CallLimits(16, false, Turn.AWAITED, LIMIT, false))).hasSize(16);
        assertThat(take(new CallLimits(16, false, Turn.AWAITED, LIMIT, false))).hasSize(4);
    }

    @Test
    void a_slot_for_waiting_callers_takes_nothing_else() {
        add(queue, claimed("a", 10));
        CallLimits awaitedOnly = new CallLimits(LIMIT, true, Turn.AWAITED, LIMIT, false);
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

        assertThat(take(new CallLimits(LIMIT, false, Turn.AWAITED, LIMIT, true)))
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
        assertThat(take(queue, limits(), program -> true, later)).containsExactly(waits);
        assertThat(take(queue, limits(), program -> true, later)).containsExactly(gone, goneToo, other);
    }

    @Test
    void the_oldest_command_goes_first_when_it_is_its_turn_whoever_waits() {
        add(queue, awaited("a", 500));
        ClaimedCommand old = claimed("b", null, NOW.minusSeconds(3600));
        add(queue, List.of(old));

        assertThat(take(new CallLimits(LIMIT, false, Turn.OLDEST, LIMIT, false)))
                .containsExactly(old);
    }

    @Test
    void replays_go_last_and_fill_what_live_traffic_leaves() {
        List<ClaimedCommand> replays = replayed("a", 250);
        add(queue, replays);
        List<ClaimedCommand> waiting = awaited("b", 2);
        add(queue, waiting);
        List<ClaimedCommand> live = claimed("b", 150);
        add(queue, live);

        assertThat(take(limits())).containsExactlyElementsOf(waiting);
        assertThat(take(limits()))
                .hasSize(LIMIT)
                .startsWith(live.toArray(ClaimedCommand[]::new))
                .containsAll(replays.subList(0, 50));
        assertThat(take(limits())).containsExactlyElementsOf(replays.subList(50, 250));
    }

    @Test
    void replays_go_first_when_it_is_their_turn_so_that_they_do_not_starve() {
        add(queue, awaited("a", 300));
        List<ClaimedCommand> replays = replayed("b", 30);
        add(queue, replays);

        assertThat(take(new CallLimits(LIMIT, false, Turn.REPLAYS, LIMIT, false)))
                .startsWith(replays.toArray(ClaimedCommand[]::new));
    }

    @Test
    void replays_that_may_not_be_sent_now_leave_their_place_to_others() {
        add(queue, replayed("a", 30));
        assertThat(queue.take(limits(), queue.refresh(program -> true, false, NOW), this::callSize))
                .isEmpty();

        List<ClaimedCommand> live = claimed("a", 5);
        add(queue, live);
        CallLimits turn = new CallLimits(LIMIT, false, Turn.REPLAYS, LIMIT, false);
        assertThat(queue.take(turn, queue.refresh(program -> true, false, NOW), this::callSize))
                .containsExactlyElementsOf(live);
    }

    @Test
    void an_old_replay_is_not_the_oldest_command_of_live_traffic() {
        add(queue, replayed("a", 3));
        List<ClaimedCommand> live = claimed("b", 3);
        add(queue, live);

        assertThat(take(new CallLimits(LIMIT, false, Turn.OLDEST, LIMIT, false)))
                .containsExactlyElementsOf(live);
    }

    @Test
    void a_program_with_a_smaller_call_size_goes_alone_and_the_others_without_it() {
        callSizes.put("small", 10);
        add(queue, claimed("a", 30));
        add(queue, claimed("small", 30));
        add(queue, claimed("b", 30));

        assertThat(count(take(limits()))).isEqualTo(Map.of("a", 30L, "b", 30L));
        assertThat(count(take(limits()))).isEqualTo(Map.of("small", 10L));
        add(queue, claimed("a", 30));
        List<Map<String, Long>> next = List.of(count(take(limits())), count(take(limits())), count(take(limits())));
        assertThat(next).containsExactlyInAnyOrder(Map.of("small", 10L), Map.of("a", 30L), Map.of("small", 10L));
    }

    @Test
    void a_waiting_caller_of_a_program_with_a_smaller_call_size_is_not_starved() {
        callSizes.put("small", 1);
        add(queue, awaited("a", 50));
        add(queue, awaited("small", 1));

        assertThat(count(take(limits()))).isEqualTo(Map.of("a", 50L));
        assertThat(count(take(limits()))).isEqualTo(Map.of("small", 1L));
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
}
