package io.caseline.cases.ledger;

import static io.caseline.messaging.SqlArrays.uuids;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Failed and discarded commands whose case may exist, as a call of theirs ended without a result. */
@Repository
public class PossibleCases {
    private static final int BATCH = 200;

    private final JdbcClient jdbc;

    PossibleCases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those whose last such call ended longer ago than this. */
    public List<ClaimedCommand> due(Duration age) {
        return jdbc.sql("""
                select correlation_id, program_code, request_id, received_at from ledger_entry
                where case_may_exist_since < now() - :age * interval '1 millisecond' and state in ('FAILED', 'DISCARDED')
                order by case_may_exist_since limit :batch""")
                .param("age", age.toMillis())
                .param("batch", BATCH)
                .query((row, number) -> new ClaimedCommand(
                        new CaseCommand(
                                row.getObject("correlation_id", UUID.class),
                                row.getString("program_code"),
                                row.getObject("request_id", UUID.class),
                                row.getTimestamp("received_at").toInstant(),
                                ByteBuffer.allocate(0),
                                null,
                                Optional.empty()),
                        0,
                        0,
                        null))
                .list();
    }

    /** Removes commands that were looked up: those whose case exists are Created by now. */
    public void lookedUp(List<ClaimedCommand> commands) {
        jdbc.sql("""
                update ledger_entry set case_may_exist_since = null
                where correlation_id = any(?) and state in ('FAILED', 'DISCARDED')""").param(uuids(commands, ClaimedCommand::correlationId)).update();
    }
}
