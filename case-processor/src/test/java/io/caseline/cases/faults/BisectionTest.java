package io.caseline.cases.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceUnavailableException;
import io.caseline.cases.testing.ClaimedCommands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of a call that was refused as a whole, and how many calls that takes. */
class BisectionTest {
    private static final Refused REFUSED = new Refused("JSON_PARSER_ERROR", List.of());

    private final FakeCalls calls = new FakeCalls();

    @Test
    void a_call_that_was_too_big_passes_in_halves_and_the_programs_calls_shrink() {
        List<ClaimedCommand> commands = ClaimedCommands.claimed("a", 200);
        calls.refuses = call -> call.size() > 100;
        run(commands);

        assertThat(calls.made).isEqualTo(2);
        assertThat(calls.passed).containsExactlyElementsOf(commands);
        assertThat(calls.sizes).isEqualTo(Map.of("a", 100));
    }

    @Test
    void replays_of_several_programs_that_are_all_refused_say_nothing_about_the_org() {
        List<ClaimedCommand> commands = Stream.of(ClaimedCommands.replayed("a", 4), ClaimedCommands.replayed("b", 4))
                .flatMap(List::stream)
                .toList();
        calls.refuses = call -> true;
        run(commands);

        assertThat(calls.decided.keySet()).containsExactlyInAnyOrderElementsOf(commands);
    }

    @Test
    void it_shrinks_until_calls_pass() {
        calls.refuses = call -> call.size() > 50;
        run(ClaimedCommands.claimed("a", 200));

        assertThat(calls.made).isEqualTo(6);
        assertThat(calls.passed).hasSize(200);
        assertThat(calls.sizes).isEqualTo(Map.of("a", 50));
    }

    @Test
    void one_poison_record_is_judged_alone_and_the_others_pass_in_few_calls() {
        for (int position : new int[] {0, 99, 100, 137, 199}) {
            FakeCalls few = new FakeCalls();
            List<ClaimedCommand> commands = ClaimedCommands.claimed("a", 200);
            ClaimedCommand poison = commands.get(position);
            few.refuses = call -> call.contains(poison);
            new Bisection(few).run(commands, REFUSED);

            assertThat(few.decided).isEqualTo(Map.of(poison, REFUSED));
            assertThat(few.passed).hasSize(199).doesNotContain(poison);
            assertThat(few.made).isLessThanOrEqualTo(17);
            assertThat(few.sizes).isEmpty();
        }
    }

    @Test
    void two_poison_records_of_two_programs_are_judged_alone() {
        List<ClaimedCommand> commands = Stream.of(ClaimedCommands.claimed("a", 50), ClaimedCommands.claimed("b", 50))
                .flatMap(List::stream)
                .toList();
        Set<ClaimedCommand> poison = Set.of(commands.getFirst(), commands.getLast());
        calls.refuses = call -> call.stream().anyMatch(poison::contains);
        run(commands);

        assertThat(calls.decided.keySet()).isEqualTo(poison);
        assertThat(calls.passed).hasSize(98);
    }

    @Test
    void a_program_whose_records_are_all_refused_is_judged_with_all_of_them_after_few_calls() {
        List<ClaimedCommand> commands = ClaimedCommands.claimed("a", 200);
        calls.refuses = call -> true;
        run(commands);

        assertThat(calls.decided.keySet()).containsExactlyInAnyOrderElementsOf(commands);
        assertThat(calls.decided.values()).containsOnly(REFUSED);
        assertThat(calls.made).isLessThanOrEqualTo(17);
        assertThat(calls.sizes).isEmpty();
    }

    @Test
    void a_lone_record_is_judged_without_another_call() {
        List<ClaimedCommand> commands = ClaimedCommands.claimed("a", 1);
        run(commands);

        assertThat(calls.made).isZero();
        assertThat(calls.decided).isEqualTo(Map.of(commands.getFirst(), REFUSED));
    }

    @Test
    void an_unrelated_record_that_is_refused_too_shows_that_the_org_refuses_everything() {
        List<ClaimedCommand> commands = new ArrayList<>(ClaimedCommands.claimed("a", 100));
        commands.addAll(ClaimedCommands.claimed("b", 1));
        calls.refuses = call -> true;

        assertThatThrownBy(() -> run(commands))
                .isInstanceOfSatisfying(
                        SalesforceUnavailableException.class,
                        e -> assertThat(e.code()).isEqualTo("JSON_PARSER_ERROR"));
        assertThat(calls.decided).isEmpty();
    }

    @Test
    void an_unrelated_record_that_passes_shows_that_the_refused_one_is_to_blame() {
        ClaimedCommand poison = ClaimedCommands.claimed("a");
        ClaimedCommand good = ClaimedCommands.claimed("b");
        calls.refuses = call -> call.contains(poison);
        run(List.of(poison, good));

        assertThat(calls.decided).isEqualTo(Map.of(poison, REFUSED));
        assertThat(calls.passed).containsExactly(good);
    }

    @Test
    void each_record_is_decided_once_whatever_is_refused() {
        for (int mask = 0; mask < 64; mask++) {
            FakeCalls any = new FakeCalls();
            List<ClaimedCommand> commands = Stream.of(ClaimedCommands.claimed("a", 3), ClaimedCommands.claimed("b", 3))
                    .flatMap(List::stream)
                    .toList();
            List<ClaimedCommand> poison = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                if ((mask & 1 << i) != 0) {
                    poison.add(commands.get(i));
                }
            }
            any.refuses = call -> call.stream().anyMatch(poison::contains);
            try {
                new Bisection(any).run(commands, REFUSED);
            } catch (SalesforceUnavailableException e) {
                assertThat(poison).extracting(ClaimedCommand::programCode).contains("a", "b");
                continue;
            }
            assertThat(any.decided.keySet())
                    .as("refused %d", mask)
                    .doesNotContainAnyElementsOf(any.passed)
                    .containsAll(poison);
            assertThat(any.decided.size() + any.passed.size()).isEqualTo(6);
        }
    }

    private void run(List<ClaimedCommand> commands) {
        new Bisection(calls).run(commands, REFUSED);
    }

    private static final class FakeCalls implements Bisection.Calls {
        private final List<ClaimedCommand> passed = new ArrayList<>();
        private final Map<ClaimedCommand, InsertResult> decided = new LinkedHashMap<>();
        private final Map<String, Integer> sizes = new HashMap<>();
        private Predicate<Collection<ClaimedCommand>> refuses = call -> false;
        private int made;

        @Override
        public Optional<Refused> call(Collection<ClaimedCommand> commands) {
            made++;
            if (refuses.test(commands)) {
                return Optional.of(REFUSED);
            }
            passed.addAll(commands);
            return Optional.empty();
        }

        @Override
        public void decide(Map<ClaimedCommand, InsertResult> results) {
            results.forEach((command, result) ->
                    assertThat(decided.put(command, result)).as("decided twice").isNull());
        }

        @Override
        public void shrink(Set<String> programs, int records) {
            programs.forEach(program -> sizes.merge(program, records, Math::min));
        }
    }
}
