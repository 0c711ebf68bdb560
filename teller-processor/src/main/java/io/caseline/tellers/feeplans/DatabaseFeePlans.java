package io.caseline.tellers.feeplans;

import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.messaging.DataRefusal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the fee plans in this database. */
@Component
class DatabaseFeePlans implements FeePlans {
    private final JdbcClient jdbc;

    DatabaseFeePlans(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void change(List<Change> changes, Instant now) {
        if (changes.isEmpty()) {
            return;
        }
        try {
            if (update(changes, now) != changes.size()) {
                throw new FeePlanChangesRefusedException(Set.of(), null);
            }
        } catch (DataAccessException e) {
            throw DataRefusal.refused(e) ? new FeePlanChangesRefusedException(Set.of(), e) : e;
        }
    }

    @Override
    public boolean areChangedElsewhere() {
        return false;
    }

    /** Changes the plans, writes their history, and returns how many were changed. */
    private int update(List<Change> changes, Instant now) {
        return jdbc.sql("""
                with changed as (
                    update account set fee_plan = change.next
                    from unnest(:ids, :accounts, :from, :to) as change (correlation_id, id, previous, next)
                    where account_id = change.id and fee_plan = change.previous
                    returning change.*)
                insert into fee_plan_history (correlation_id, account_id, from_plan, to_plan, changed_at)
                select correlation_id, id, previous, next, :now from changed""")
                .param("ids", uuids(changes, Change::correlationId))
                .param("accounts", uuids(changes, Change::account))
                .param("from", texts(changes, Change::from))
                .param("to", texts(changes, Change::to))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
