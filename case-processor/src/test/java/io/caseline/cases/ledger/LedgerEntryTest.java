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

    private CaseCommand command(long offset) {
        return new CaseCommand(
                new UUID(0, 1),
                "gobank",
                new UUID(0, 2),
                NOW,
                ByteBuffer.wrap(new byte[] {1, 2, 3}),
                new CommandPosition("cases.commands", 0, offset));
    }
}
