package io.caseline.tellers.operators;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the accounts whose fee plan may differ between the card core and this database. */
@Component
class PendingPlans {
    private final JdbcClient jdbc;

    PendingPlans(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param feePlan the plan that is stored here; null if the directory no longer has the account
     * @param requestedPlan the plan that the card core may have been put on
     * @param restoreTo the plan that is being restored at the card core; null if that has not begun
     * @param correlationId the command that requested the change last
     */
    record Change(
            UUID accountId,
            @Nullable String feePlan,
            String requestedPlan,
            @Nullable String restoreTo,
            Instant since,
            UUID correlationId) {}

    /** @param total all of them; the changes are the oldest */
    record Summary(long total, List<Change> changes) {}

    Summary oldest(int limit) {
        List<Change> changes = jdbc.sql("""
                select account_id, account.fee_plan, plan, restore_to, since, correlation_id
                from pending_plan_change left join account using (account_id) order by since limit :limit""")
                .param("limit", limit)
                .query((row, number) -> new Change(
                        row.getObject("account_id", UUID.class),
                        row.getString("fee_plan"),
                        row.getString("plan"),
                        row.getString("restore_to"),
                        row.getObject("since", OffsetDateTime.class).toInstant(),
                        row.getObject("correlation_id", UUID.class)))
                .list();
        long total = jdbc.sql("select count(*) from pending_plan_change")
                .query(Long.class)
                .single();
        return new Summary(total, changes);
    }
}
