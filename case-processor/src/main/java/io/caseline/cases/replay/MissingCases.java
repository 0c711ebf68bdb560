package io.caseline.cases.replay;

import static io.caseline.messaging.SqlArrays.bytes;
import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.integers;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.schemas.TraceParent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/**
 * Makes created commands failed whose case the org has lost, in the caller's transaction, and adds them to a replay's list. What
 * earlier claims still report does not count any more, as their case may be the lost one; the case that a late call makes is
 * found by a look-up.
 */
@Repository
class MissingCases {
    /** Failure code of a created case that the org no longer has. */
    static final String CASE_MISSING = "CASE_MISSING";

    private final JdbcClient jdbc;

    MissingCases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param command as it was read again
     * @param attempts number of its outcomes when it was looked up; 0 if the ledger has no row
     */
    record Lost(CaseCommand command, int attempts) {}

    /** @return the entries that have a new outcome: not those that have changed since they were looked up */
    List<LedgerEntry> fail(long replay, Collection<Lost> lost) {
        List<Lost> rows = lost.stream()
                .sorted(Comparator.comparing(each -> each.command().correlationId()))
                .toList();
        List<LedgerEntry> failed = new ArrayList<>(failCreated(
                replay, rows.stream().filter(row -> row.attempts() > 0).toList()));
        failed.addAll(insertFailed(
                replay, rows.stream().filter(row -> row.attempts() == 0).toList()));
        addToList(replay, failed);
        return failed;
    }

    private List<LedgerEntry> failCreated(long replay, List<Lost> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                with lost as materialized (
                    select created.correlation_id, created.attempts, created.case_number, created.salesforce_id, created.replay,
                        created.updated_at, created.status, created.closed, created.priority, created.owner_id, created.queue,
                        command.sealed
                    from ledger_entry created
                        join unnest(:ids, :attempts, :sealed) as command (id, attempts, sealed) on created.correlation_id = command.id
                    where created.state = 'CREATED' and created.attempts = command.attempts
                    order by created.correlation_id for update of created),
                created as (
                    insert into earlier_outcome (correlation_id, attempt, state, case_number, salesforce_id, replay, occurred_at,
                        status, closed, priority, owner_id, queue)
                    select correlation_id, attempts, 'CREATED', case_number, salesforce_id, replay, updated_at, status, closed,
                        priority, owner_id, queue from lost),
                entry as (
                    update ledger_entry failed set state = 'FAILED', attempts = failed.attempts + 1, failure_code = :code,
                        failure_fields = null, case_number = null, salesforce_id = null, created_at = null,
                        sealed_case = lost.sealed, wait_until = null, replay = :replay, replays = 0,
                        case_lost_claim = nextval('claim_number'), case_may_exist_since = now(),
                        updated_at = date_trunc('milliseconds', now())
                    from lost where failed.correlation_id = lost.correlation_id returning failed.*),
                failed as (
                    insert into earlier_outcome (correlation_id, attempt, state, code, replay, occurred_at)
                    select correlation_id, attempts, state, failure_code, replay, updated_at from entry)
                select %s from entry""".formatted(LedgerEntry.COLUMNS))
                .param("ids", ids(rows))
                .param("attempts", integers(rows, Lost::attempts))
                .param("sealed", bytes(rows, row -> row.command().sealedCase()))
                .param("code", CASE_MISSING)
                .param("replay", replay)
                .query(LedgerEntry::of)
                .list();
    }

    /** Created rows that have been purged meanwhile: the outcome before was the first one. */
    private List<LedgerEntry> insertFailed(long replay, List<Lost> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                with entry as (
                    insert into ledger_entry (correlation_id, program_code, request_id, state, attempts, due_at, trace_parent,
                        failure_code, sealed_case, replay, case_lost_claim, case_may_exist_since, received_at, updated_at)
                    select id, program, request, 'FAILED', 2, now(), trace, :code, sealed, :replay, nextval('claim_number'), now(),
                        received, date_trunc('milliseconds', now())
                    from unnest(:ids, :programs, :requests, :traces, :sealed, :received)
                        as command (id, program, request, trace, sealed, received)
                    on conflict do nothing returning *),
                failed as (
                    insert into earlier_outcome (correlation_id, attempt, state, code, replay, occurred_at)
                    select correlation_id, attempts, state, failure_code, replay, updated_at from entry)
                select %s from entry""".formatted(LedgerEntry.COLUMNS))
                .param("ids", ids(rows))
                .param("programs", texts(rows, row -> row.command().programCode()))
                .param("requests", uuids(rows, row -> row.command().requestId()))
                .param(
                        "traces",
                        texts(
                                rows,
                                row -> row.command()
                                        .trace()
                                        .map(TraceParent::value)
                                        .orElse(null)))
                .param("sealed", bytes(rows, row -> row.command().sealedCase()))
                .param("received", instants(rows, row -> row.command().receivedAt()))
                .param("code", CASE_MISSING)
                .param("replay", replay)
                .query(LedgerEntry::of)
                .list();
    }

    /** Behind those that are in it; not what the paused list of another replay still has. */
    private void addToList(long replay, List<LedgerEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into replay_entry (replay, position, correlation_id, program_code, state)
                select :replay, last.position + row_number() over (order by found.id), found.id, found.program, 'WAITING'
                from unnest(:ids, :programs) as found (id, program),
                    (select coalesce(max(position), 0) as position from replay_entry where replay = :replay) as last
                on conflict (correlation_id) where state in ('WAITING', 'SENT') do nothing""")
                .param("replay", replay)
                .param("ids", uuids(entries, LedgerEntry::correlationId))
                .param("programs", texts(entries, LedgerEntry::programCode))
                .update();
    }

    private static SqlArrayValue ids(List<Lost> rows) {
        return uuids(rows, row -> row.command().correlationId());
    }

    /** Number of submissions in the list. */
    int listed(long replay) {
        return jdbc.sql("select count(*) from replay_entry where replay = ?")
                .param(replay)
                .query(Integer.class)
                .single();
    }
}
