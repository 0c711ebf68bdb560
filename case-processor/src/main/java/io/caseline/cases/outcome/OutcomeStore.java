package io.caseline.cases.outcome;

import static io.caseline.messaging.SqlArrays.booleans;
import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.longs;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.cases.ledger.CaseSnapshot;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Created;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Saves decisions in the ledger as outcomes or retries, in the caller's transaction. */
@Repository
public class OutcomeStore {
    private final JdbcClient jdbc;

    public OutcomeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Row<D extends Decision>(UUID id, long claim, D decision) {}

    /**
     * Created is saved whatever the state of the command, since Salesforce has the case; it may be the one that the org has
     * lost if the claim is older than that. Failed and Retry count only under the claim that the call was made with.
     *
     * @return the entries that have a new outcome
     */
    public List<LedgerEntry> save(Map<ClaimedCommand, Decision> decisions) {
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
        List<LedgerEntry> failures = failed(sorted(failed));
        List<LedgerEntry> entries = new ArrayList<>(created(sorted(created)));
        entries.addAll(failures);
        retry(sorted(retries));
        keep(failures);
        markReplayed(entries.stream().filter(entry -> entry.replay() != null).toList());
        return entries;
    }

    /** Keeps outcomes that a later one may replace. */
    private void keep(List<LedgerEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into earlier_outcome (correlation_id, attempt, state, code, fields, replay, occurred_at)
                select entry.correlation_id, entry.attempts, entry.state, entry.failure_code, entry.failure_fields, entry.replay,
                    entry.updated_at
                from ledger_entry entry where entry.correlation_id = any(:ids)""").param("ids", uuids(entries, LedgerEntry::correlationId)).update();
    }

    /** Marks the outcomes in the snapshots of the replays that sent these commands. */
    private void markReplayed(List<LedgerEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update replay_entry replayed set state = outcome.state, code = outcome.code, fields = outcome.fields,
                    decided_at = now()
                from unnest(:ids, :replays, :states, :codes, :fields) as outcome (id, replay, state, code, fields)
                where replayed.correlation_id = outcome.id and replayed.replay = outcome.replay and replayed.state = 'SENT'""")
                .param("ids", uuids(entries, LedgerEntry::correlationId))
                .param("replays", longs(entries, entry -> Objects.requireNonNull(entry.replay())))
                .param("states", texts(entries, entry -> entry.state().name()))
                .param("codes", texts(entries, LedgerEntry::failureCode))
                .param("fields", texts(entries, LedgerEntry::failureFields))
                .update();
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
                update ledger_entry entry set state = 'CREATED', attempts = entry.attempts + 1, case_number = outcome.case_number,
                    salesforce_id = outcome.salesforce_id, failure_code = null, failure_fields = null,
                    sealed_case = null, claimed_by = null, claim = null, case_may_exist_since = null,
                    created_at = now(), updated_at = date_trunc('milliseconds', now()),
                    status = outcome.status, closed = outcome.closed, priority = outcome.priority, owner_id = outcome.owner_id,
                    queue = outcome.queue, comments = null, deleted = false, merged_into = null,
                    modified_at = outcome.modified_at, closed_at = case when outcome.closed then outcome.modified_at end,
                    changes = 0
                from unnest(:ids, :claims, :numbers, :salesforceIds, :statuses, :closed, :priorities, :owners, :queues,
                        :modified) as outcome (id, claim, case_number, salesforce_id, status, closed, priority, owner_id,
                        queue, modified_at)
                where entry.correlation_id = outcome.id and entry.state <> 'CREATED'
                    and (entry.case_lost_claim is null or outcome.claim > entry.case_lost_claim)
                returning\s""" + LedgerEntry.COLUMNS)
                .param("ids", uuids(rows, Row::id))
                .param("claims", longs(rows, Row::claim))
                .param("numbers", texts(rows, row -> row.decision().caseNumber()))
                .param("salesforceIds", texts(rows, row -> row.decision().salesforceId()))
                .param("statuses", texts(rows, row -> snapshot(row).status()))
                .param("closed", booleans(rows, row -> snapshot(row).closed()))
                .param("priorities", texts(rows, row -> snapshot(row).priority()))
                .param("owners", texts(rows, row -> snapshot(row).ownerId()))
                .param("queues", texts(rows, row -> snapshot(row).queue()))
                .param("modified", instants(rows, row -> snapshot(row).modifiedAt()))
                .query(LedgerEntry::of)
                .list();
    }

    private static CaseSnapshot snapshot(Row<Created> row) {
        return row.decision().snapshot();
    }

    private List<LedgerEntry> failed(List<Row<Failed>> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                update ledger_entry entry set state = 'FAILED', attempts = entry.attempts + 1, failure_code = outcome.code,
                    failure_fields = outcome.fields, claimed_by = null, claim = null,
                    case_may_exist_since = case when outcome.case_may_exist then now() else entry.case_may_exist_since end,
                    updated_at = date_trunc('milliseconds', now())
                from unnest(:ids, :claims, :codes, :fields, :caseMayExist)
                    as outcome (id, claim, code, fields, case_may_exist)
                where entry.correlation_id = outcome.id and entry.claim = outcome.claim and entry.state = 'RECEIVED'
                returning\s""" + LedgerEntry.COLUMNS)
                .param("ids", uuids(rows, Row::id))
                .param("claims", longs(rows, Row::claim))
                .param("codes", texts(rows, row -> row.decision().code()))
                .param("fields", texts(rows, row -> row.decision().fieldList()))
                .param("caseMayExist", booleans(rows, row -> row.decision().caseMayExist()))
                .query(LedgerEntry::of)
                .list();
    }

    private void retry(List<Row<Retry>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update ledger_entry entry set claimed_by = null, claim = null, failure_code = retry.code,
                    tries = entry.tries + case when retry.counts then 1 else 0 end,
                    due_at = now() + retry.delay * interval '1 millisecond',
                    case_may_exist_since = case when retry.case_may_exist then now() else entry.case_may_exist_since end
                from unnest(:ids, :claims, :codes, :delays, :counts, :caseMayExist)
                    as retry (id, claim, code, delay, counts, case_may_exist)
                where entry.correlation_id = retry.id and entry.claim = retry.claim and entry.state = 'RECEIVED'""")
                .param("ids", uuids(rows, Row::id))
                .param("claims", longs(rows, Row::claim))
                .param("codes", texts(rows, row -> row.decision().code()))
                .param("delays", longs(rows, row -> row.decision().delay().toMillis()))
                .param("counts", booleans(rows, row -> row.decision().counts()))
                .param("caseMayExist", booleans(rows, row -> row.decision().caseMayExist()))
                .update();
    }
}
