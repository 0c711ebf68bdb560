package io.caseline.cases.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.CaseOutcome.Created;
import io.caseline.cases.testing.RunningCaseProcessor;
import jakarta.persistence.EntityManagerFactory;
import java.nio.ByteBuffer;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is written goes to the database a batch at a time, not a row. */
class LedgerBatchTest extends RunningCaseProcessor {

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    EntityManagerFactory entities;

    @Test
    void the_outcomes_of_a_call_are_one_select_and_one_batch_of_updates() {
        List<CaseCommand> commands = commands();
        ledger.record(commands);
        Map<CaseCommand, CaseOutcome> outcomes = new LinkedHashMap<>();
        commands.forEach(command -> outcomes.put(command, new Created("500A", "00000001")));
        Statistics statistics = entities.unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        long before = statistics.getPrepareStatementCount();

        assertThat(ledger.settle(outcomes)).hasSize(200);

        assertThat(statistics.getPrepareStatementCount() - before).isEqualTo(2);
        statistics.setStatisticsEnabled(false);
    }

    @Test
    void commands_are_recorded_with_inserts_of_many_rows() {
        int[][] counts = jdbc.batchUpdate(Ledger.RECORD, commands(), 200, Ledger.row(Instant.now()));

        // the driver cannot tell the rows apart that it has sent as one statement
        assertThat(counts[0]).hasSize(200).containsOnly(Statement.SUCCESS_NO_INFO);
    }

    private static List<CaseCommand> commands() {
        return IntStream.range(0, 200)
                .mapToObj(number -> new CaseCommand(
                        UUID.randomUUID(),
                        "gobank",
                        UUID.randomUUID(),
                        Instant.EPOCH,
                        ByteBuffer.wrap(new byte[] {1}),
                        new CommandPosition("none", 0, number)))
                .toList();
    }
}
