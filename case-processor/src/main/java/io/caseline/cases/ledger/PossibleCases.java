package io.caseline.cases.ledger;

import static io.caseline.messaging.SqlArrays.longs;
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

    /** Those whose last such call ended longer ago than this, each with a new claim number: what is found counts from now on. */
    public List<ClaimedCommand> due(Duration age) {
        return jdbc.sql("""
                select correlation_id, program_code, request_id, received_at, nextval('claim_number') as claim
                from ledger_entry
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
                        row.getLong("claim"),
                        0,
                        null))
                .list();
    }

    /** Removes commands that were looked up: those whose case exists are Created by now. */
    public void lookedUp(List<ClaimedCommand> commands) {
        jdbc.sql("""
                update ledger_entry entry set case_may_exist_since = null
                from unnest(:ids, :claims) as looked_up (id, claim)
                where entry.correlation_id = looked_up.id and entry.state in ('FAILED', 'DISCARDED')
                    and (entry.case_lost_claim is null or looked_up.claim > entry.case_lost_claim)""")
                .param("ids", uuids(commands, ClaimedCommand::correlationId))
                .param("claims", longs(commands, ClaimedCommand::claim))
                .update();
    }
}
