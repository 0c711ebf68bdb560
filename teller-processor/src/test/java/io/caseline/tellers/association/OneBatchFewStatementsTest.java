package io.caseline.tellers.association;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.tellers.FullTables;
import io.caseline.tellers.Statements;
import io.caseline.tellers.TellerAndAccountTest;
import io.caseline.tellers.outcome.OutcomePurge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A batch costs a fixed number of statements, and each finds its rows by an index. */
class OneBatchFewStatementsTest extends TellerAndAccountTest {
    @Autowired
    OutcomePurge purge;

    @Test
    void the_statements_of_a_batch_do_not_grow_with_it() {
        assertThat(statements(batch(200))).isEqualTo(statements(batch(2))).isEqualTo(12);
    }

    @Test
    void a_batch_that_names_a_teller_and_a_card_twice_needs_no_more() {
        AssociateTellerCard first = associate();
        AssociateTellerCard same = associate();
        AssociateTellerCard other = command(merchant, pipeline.teller(merchant), account);
        int statements = statements(
                () -> assertThat(decide(first, same, other)).containsExactly("SUCCESS", "SAME_CARD", "SUCCESS"));
        assertThat(statements).isEqualTo(12);
    }

    @Test
    void every_statement_finds_its_rows_by_an_index() {
        FullTables.fill(jdbc);
        AssociateTellerCard byNumber = pipeline.commandByNumber(merchant, teller, cardNumber());
        Runnable batch = batch(50);
        Map<String, String> plans = Statements.plans(() -> {
            batch.run();
            decide(byNumber);
            purge.purge();
        });
        assertThat(plans).hasSize(12);
        assertThat(FullTables.sequentialScans(plans)).isEmpty();
    }

    private static int statements(Runnable work) {
        int before = Statements.prepared();
        work.run();
        return Statements.prepared() - before;
    }

    private Runnable batch(int size) {
        List<AssociateTellerCard> commands = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            commands.add(command(merchant, "teller" + i + "of" + size, UUID.randomUUID()));
        }
        commands.add(command(merchant, pipeline.teller(merchant), pipeline.account()));
        return () -> decide(commands.toArray(AssociateTellerCard[]::new));
    }
}
