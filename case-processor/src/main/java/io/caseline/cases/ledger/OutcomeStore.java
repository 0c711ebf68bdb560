package io.caseline.cases.ledger;

import static io.caseline.messaging.SqlArrays.booleans;
import static io.caseline.messaging.SqlArrays.longs;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.cases.ledger.Decision.Created;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.Decision.Retry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes decisions to the ledger as outcomes or retries, in the caller's transaction. */
@Repository
public class OutcomeStore {
    private final JdbcClient jdbc;

    OutcomeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Row<D extends Decision>(UUID id, long claim, D decision) {}

    /**
     * Created settles a command whatever its state, since Salesforce has the case; Failed and Retry count only under the
     * claim that the call was made with.
     *
     * @return the entries that have a new outcome
     */
    public List<LedgerEntry> write(Map<ClaimedCommand, Decision> decisions) {
        List<Row<Created>> created = new ArrayList<>();
        List<Row<Failed>> failed = new ArrayList<>();
        List<Row<Retry>> retries = new ArrayList<>();
        decisions.forEach((command, decision) -> {
            UUID id = command.correlationId();
            switch (decision) {
                case Created outcome -> created.add(new Row<>(id, command.claim(), outcome));
                case Failed outcome -> failed.add(new Row<>(id, command.claim(), outcome));
                case Retry retry -> retries.add(new Row<>(id, command.claim(), retry));
            }
        });
        List<LedgerEntry> outcomes = new ArrayList<>(created(sorted(created)));
        outcomes.addAll(failed(sorted(failed)));
        retry(sorted(retries));
        return outcomes;
    }

    /** All transactions lock rows in one order. */
    private static <D extends Decision> List<Row<D>> sorted(List<Row<D>> rows) {
        return rows.stream().sorted(Comparator.comparing(row -> row.id())).toList();
    }

    private List<LedgerEntry> created(List<Row<Created>> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                update ledger_entry s set state = 'CREATED', attempts = s.attempts + 1, case_number = outcome.case_number,
                    salesforce_id = outcome.salesforce_id, failure_code = null, failure_fields = null,
                    sealed_command = null, claimed_by = null, claim = null, unanswered_at = null,
                    created_at = now(), updated_at = date_trunc('milliseconds', now())
                from unnest(:ids, :numbers, :salesforceIds) as outcome (id, case_number, salesforce_id)
                where s.correlation_id = outcome.id and s.state <> 'CREATED'
                returning\s""" + LedgerEntry.COLUMNS)
                .param("ids", uuids(rows, Row::id))
                .param("numbers", texts(rows, row -> row.decision().caseNumber()))
                .param("salesforceIds", texts(rows, row -> row.decision().salesforceId()))
                .query(LedgerEntry::of)
                .list();
    }

    private List<LedgerEntry> failed(List<Row<Failed>> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                update ledger_entry s set state = 'FAILED', attempts = s.attempts + 1, failure_code = outcome.code,
                    failure_fields = outcome.fields, claimed_by = null, claim = null,
                    unanswered_at = case when outcome.unanswered then now() else s.unanswered_at end,
                    updated_at = date_trunc('milliseconds', now())
                from unnest(:ids, :claims, :codes, :fields, :unanswered)
                    as outcome (id, claim, code, fields, unanswered)
                where s.correlation_id = outcome.id and s.claim = outcome.claim and s.state = 'RECEIVED'
                returning\s""" + LedgerEntry.COLUMNS)
                .param("ids", uuids(rows, Row::id))
                .param("claims", longs(rows, Row::claim))
                .param("codes", texts(rows, row -> row.decision().code()))
                .param("fields", texts(rows, row -> row.decision().fieldList()))
                .param("unanswered", booleans(rows, row -> row.decision().unanswered()))
                .query(LedgerEntry::of)
                .list();
    }

    private void retry(List<Row<Retry>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update ledger_entry s set claimed_by = null, claim = null, failure_code = retry.code,
                    tries = s.tries + case when retry.counts then 1 else 0 end,
                    due_at = now() + retry.delay * interval '1 millisecond',
                    unanswered_at = case when retry.unanswered then now() else s.unanswered_at end
                from unnest(:ids, :claims, :codes, :delays, :counts, :unanswered)
                    as retry (id, claim, code, delay, counts, unanswered)
                where s.correlation_id = retry.id and s.claim = retry.claim and s.state = 'RECEIVED'""")
                .param("ids", uuids(rows, Row::id))
                .param("claims", longs(rows, Row::claim))
                .param("codes", texts(rows, row -> row.decision().code()))
                .param("delays", longs(rows, row -> row.decision().delay().toMillis()))
                .param("counts", booleans(rows, row -> row.decision().counts()))
                .param("unanswered", booleans(rows, row -> row.decision().unanswered()))
                .update();
    }
}
