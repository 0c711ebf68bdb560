package io.caseline.cases.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A case from Received to its outcome. */
class LedgerEntryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final CaseOutcome CREATED = new CaseOutcome.Created("500A", "00000001");
    private static final CaseOutcome FAILED = new CaseOutcome.Failed("STRING_TOO_LONG", List.of("Subject", "Origin"));

    private final CaseCommand command = command(7);
    private final LedgerEntry entry = new LedgerEntry(command, NOW);

    @Test
    void a_received_case_has_no_outcome_even_at_its_own_position() {
        assertThat(entry.state()).isEqualTo(CaseState.RECEIVED);
        assertThat(entry.isSettledBy(command.position())).isFalse();
    }

    @Test
    void a_created_case_has_its_number_and_was_settled_by_its_command_only() {
        entry.settle(command, CREATED, NOW);

        assertThat(entry.caseNumber()).isEqualTo("00000001");
        assertThat(entry.createdAt()).isEqualTo(NOW);
        assertThat(entry.attempts()).isEqualTo(1);
        assertThat(entry.isSettledBy(command.position())).isTrue();
        assertThat(entry.isSettledBy(command(8).position())).isFalse();
    }

    @Test
    void the_command_that_is_settled_counts_not_the_one_that_was_recorded() {
        entry.settle(command(9), CREATED, NOW);

        assertThat(entry.isSettledBy(command(9).position())).isTrue();
        assertThat(entry.isSettledBy(command.position())).isFalse();
    }

    @Test
    void a_failed_case_keeps_the_sealed_command_and_a_text_of_our_own() {
        entry.settle(command, FAILED, NOW);

        assertThat(entry.sealedCommand()).containsExactly(1, 2, 3);
        assertThat(entry.failureCode()).isEqualTo("STRING_TOO_LONG");
        assertThat(entry.failureFields()).isEqualTo("Subject,Origin");
        assertThat(entry.failureText()).isEqualTo("STRING_TOO_LONG on Subject, Origin");
    }

    @Test
    void the_first_outcome_stays() {
        entry.settle(command, CREATED, NOW);
        entry.settle(command(8), FAILED, NOW.plusSeconds(1));

        assertThat(entry.state()).isEqualTo(CaseState.CREATED);
        assertThat(entry.attempts()).isEqualTo(1);
        assertThat(entry.updatedAt()).isEqualTo(NOW);
    }

    @Test
    void that_salesforce_has_the_case_is_true_whoever_says_it_and_whatever_came_first() {
        entry.settle(command, FAILED, NOW);
        entry.settle(command(8), CREATED, NOW.plusSeconds(1));

        assertThat(entry.state()).isEqualTo(CaseState.CREATED);
        assertThat(entry.isSettledBy(command(8).position())).isTrue();
        assertThat(entry.attempts()).isEqualTo(2);
    }

    @Test
    void a_replay_opens_a_failed_case_and_a_partners_repeat_does_not() {
        entry.settle(command, FAILED, NOW);

        assertThat(entry.isOpenTo(replay(3).position())).isTrue();
        assertThat(entry.isOpenTo(command.position())).isFalse();
        assertThat(entry.isOpenTo(command(8).position())).isFalse();
    }

    @Test
    void a_replay_that_fails_again_is_another_attempt_and_can_be_replayed_again() {
        entry.settle(command, FAILED, NOW);
        entry.settle(replay(3), new CaseOutcome.Failed("UNABLE_TO_LOCK_ROW", List.of()), NOW.plusSeconds(1));

        assertThat(entry.state()).isEqualTo(CaseState.FAILED);
        assertThat(entry.attempts()).isEqualTo(2);
        assertThat(entry.failureCode()).isEqualTo("UNABLE_TO_LOCK_ROW");
        assertThat(entry.failureFields()).isNull();
        assertThat(entry.sealedCommand()).containsExactly(1, 2, 3);
        assertThat(entry.isSettledBy(replay(3).position())).isTrue();
        assertThat(entry.isOpenTo(replay(3).position())).as("read again").isFalse();
        assertThat(entry.isOpenTo(replay(4).position())).isTrue();
    }

    @Test
    void a_created_case_is_open_to_nobody() {
        entry.settle(command, CREATED, NOW);

        assertThat(entry.isOpenTo(command(8).position())).isFalse();
        assertThat(entry.isOpenTo(replay(3).position())).isFalse();
    }

    private CaseCommand command(long offset) {
        return command("cases.commands", offset);
    }

    private CaseCommand replay(long offset) {
        return command("cases.replays", offset);
    }

    private static CaseCommand command(String topic, long offset) {
        return new CaseCommand(
                new UUID(0, 1),
                "gobank",
                new UUID(0, 2),
                NOW,
                ByteBuffer.wrap(new byte[] {1, 2, 3}),
                new CommandPosition(topic, 0, offset));
    }
}
