package io.caseline.trials.chaos;

import io.caseline.trials.Database;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of the ledger. */
record CaseOutcome(
        String id,
        String requestId,
        String state,
        @Nullable String number,
        int attempts,
        @Nullable String failureCode) {

    static List<CaseOutcome> all(Database ledger) throws SQLException {
        return ledger.query(
                "SELECT correlation_id, request_id, state, case_number, attempts, failure_code FROM "
                        + CasesTrial.LEDGER,
                row -> new CaseOutcome(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getInt(5),
                        row.getString(6)));
    }

    boolean isCreated() {
        return state.equals(CasesTrial.CREATED);
    }

    /** Failed before the processor could know that the refusal is about the whole program. */
    boolean isFailedByRefusal() {
        return state.equals(CasesTrial.FAILED) && CasesTrial.REFUSAL.equals(failureCode);
    }
}
