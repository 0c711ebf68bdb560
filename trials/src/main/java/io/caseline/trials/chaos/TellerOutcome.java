package io.caseline.trials.chaos;

import io.caseline.trials.Database;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An outcome as teller-processor has stored it. */
record TellerOutcome(
        String id,
        String teller,
        String reason,
        int code,
        int attempts,
        @Nullable String account,
        @Nullable String feePlan) {

    static List<TellerOutcome> all(Database database) throws SQLException {
        return database.query(
                "SELECT correlation_id, teller_id, reason, response_code, attempts, account_id, fee_plan"
                        + " FROM teller_outcome",
                row -> new TellerOutcome(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getString(6),
                        row.getString(7)));
    }

    boolean isSuccess() {
        return reason.equals("SUCCESS");
    }
}
