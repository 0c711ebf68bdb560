package io.caseline.cases.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.Claims.Traffic;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.ledger.Ledger.Inserted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A command is claimed by one instance at a time, and by another one after its death. */
class ClaimsTest extends LedgerFixture {

    @Test
    void new_commands_are_claimed_as_they_are_inserted_and_repeats_are_not() {
        CaseCommand first = command("a");
        CaseCommand unclaimed = command("a");
        assertThat(insert(first).claims()).containsOnlyKeys(first.correlationId());
        Inserted again = database.transaction.execute(
                status -> ledger.insert(List.of(first, unclaimed), each -> false, instance));

        assertThat(again.claims()).isEmpty();
        assertThat(again.unclaimed()).containsExactly(unclaimed.correlationId());
        assertThat(due("a")).extracting(ClaimedCommand::command).containsExactly(unclaimed);
    }

    @Test
    void claims_that_an_instance_does_not_hold_are_released() {
        ClaimedCommand held = claimed(command("a"));
        ClaimedCommand orphan = claimed(command("b"));
        Set<String> programs = claims.releaseOrphans(
                instance, (id, claim) -> id.equals(held.correlationId()) && claim == held.claim());

        assertThat(programs).containsExactly("b");
        assertThat(due("a")).isEmpty();
        assertThat(due("b")).extracting(ClaimedCommand::correlationId).containsExactly(orphan.correlationId());
    }

    @Test
    void all_claims_of_a_dead_instance_are_released_as_possible_cases() {
        ClaimedCommand command = claimed(command("a"));
        assertThat(claims.releaseAll(instance, true)).containsExactly("a");
        ClaimedCommand again = due("a").getFirst();
        save(again, FAILURE);

        assertThat(possibleCases.due(Duration.ZERO))
                .extracting(ClaimedCommand::correlationId)
                .containsExactly(command.correlationId());
    }

    @Test
    void an_instance_that_was_removed_cannot_claim() {
        claimed(command("a"));
        claims.releaseAll(instance, true);
        database.jdbc.sql("delete from instance").update();

        assertThat(due("a")).isEmpty();
        CaseCommand late = command("a");
        assertThat(insert(late).unclaimed())
                .as("inserted, and due for the others")
                .containsExactly(late.correlationId());
    }

    @Test
    void due_commands_are_claimed_oldest_first_from_the_cursor_on() {
        List<ClaimedCommand> commands = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            commands.add(claimed(command("a")));
            save(commands.get(i), new Retry("", Duration.ZERO, false, false));
        }
        Claims.Claimed first = claims.due("a", Traffic.LIVE, Instant.EPOCH, 4, instance);
        assertThat(first.commands())
                .extracting(ClaimedCommand::correlationId)
                .containsExactlyElementsOf(commands.subList(0, 4).stream()
                        .map(ClaimedCommand::correlationId)
                        .toList());
        assertThat(claims.due("a", Traffic.LIVE, Objects.requireNonNull(first.cursor()), 4, instance)
                        .commands())
                .hasSize(2);
    }

    @Test
    void two_instances_claim_side_by_side_without_waiting_for_each_other() {
        ClaimedCommand one = claimed(command("a"));
        ClaimedCommand two = claimed(command("a"));
        release(one);
        release(two);
        UUID other = instance();
        database.transaction.executeWithoutResult(status -> {
            assertThat(claims.due("a", Traffic.LIVE, Instant.EPOCH, 1, instance).commands())
                    .hasSize(1);
            assertThat(database.elsewhere(() -> claims.due("a", Traffic.LIVE, Instant.EPOCH, 10, other))
                            .commands())
                    .hasSize(1);
        });
    }

    @Test
    void programs_with_due_commands_are_found_whatever_their_number() {
        for (int i = 0; i < 30; i++) {
            release(claimed(command("program" + i % 7)));
        }
        save(claimed(command("created")), OUTCOME);

        assertThat(claims.programs(Traffic.LIVE)).hasSize(7).doesNotContain("created");
    }

    @Test
    void a_wait_is_only_ever_prolonged_and_only_while_there_is_no_outcome() {
        CaseCommand command = command("a");
        ClaimedCommand claimed = claimed(command);
        Instant soon = Instant.parse("2026-01-01T00:00:05Z");
        ledger.extendWaits(List.of(command.awaitedUntil(soon.plusSeconds(5))));
        ledger.extendWaits(List.of(command.awaitedUntil(soon)));
        assertThat(ledger.find(command.correlationId()).orElseThrow().waitUntil())
                .isEqualTo(soon.plusSeconds(5));

        save(claimed, OUTCOME);
        ledger.extendWaits(List.of(command.awaitedUntil(soon.plusSeconds(60))));
        assertThat(ledger.find(command.correlationId()).orElseThrow().waitUntil())
                .isEqualTo(soon.plusSeconds(5));
    }
}
