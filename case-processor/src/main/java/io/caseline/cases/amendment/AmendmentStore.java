package io.caseline.cases.amendment;

import io.caseline.cases.ledger.CaseState;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads and replaces the sealed content of commands in the ledger, in the caller's transaction. */
@Repository
class AmendmentStore {
    private final JdbcClient jdbc;

    AmendmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Row(CaseState state, int attempts, @Nullable ByteBuffer content) {}

    /** Locks the row, so that no replay sends the command meanwhile. */
    Optional<Row> lock(UUID correlationId) {
        return jdbc.sql("select state, attempts, sealed_case from ledger_entry where correlation_id = ? for update")
                .param(correlationId)
                .query((row, number) -> {
                    byte[] sealed = row.getBytes("sealed_case");
                    return new Row(
                            CaseState.valueOf(row.getString("state")),
                            row.getInt("attempts"),
                            sealed == null ? null : ByteBuffer.wrap(sealed));
                })
                .optional();
    }

    /** From now on the command is another one: its replays are counted anew. */
    void replace(UUID correlationId, ByteBuffer content) {
        byte[] sealed = new byte[content.remaining()];
        content.get(sealed);
        jdbc.sql("update ledger_entry set sealed_case = ?, replays = 0 where correlation_id = ?")
                .param(sealed)
                .param(correlationId)
                .update();
    }
}
