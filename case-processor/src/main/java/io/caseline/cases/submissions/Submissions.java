package io.caseline.cases.submissions;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.submissions.Groups.Group;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the ledger says about submissions. Nothing of what customers said is read. */
@Repository
public class Submissions {
    /** More groups than anybody reads; a bound for memory. */
    private static final int MOST_GROUPS = 1000;

    private static final int EXPORT_CHUNK = 1000;

    private final JdbcClient jdbc;
    private final SubmissionHistory history;
    private final int maxReplays;

    public Submissions(JdbcClient jdbc, @Value("${caseline.replay.max-replays:5}") int maxReplays) {
        this.jdbc = jdbc;
        this.history = new SubmissionHistory(jdbc);
        this.maxReplays = maxReplays;
    }

    private record Row(Submission submission, Cursor cursor) {
        static Row of(ResultSet row, int number) throws SQLException {
            Submission submission = Submission.of(row, number);
            return new Row(submission, new Cursor(Submission.instant(row, "page_time"), submission.correlationId()));
        }
    }

    /** @param after where the page before ended; null for the first page */
    public Page list(SubmissionFilter filter, @Nullable Cursor after, int limit) {
        List<Row> rows = rows(filter, after, limit + 1);
        boolean more = rows.size() > limit;
        List<Row> page = more ? rows.subList(0, limit) : rows;
        return new Page(
                page.stream().map(Row::submission).toList(),
                more ? page.getLast().cursor() : null);
    }

    private List<Row> rows(SubmissionFilter filter, @Nullable Cursor after, int limit) {
        return page("", filter, after, limit).query(Row::of).list();
    }

    /** Chosen from an index alone, without a look at rows that are not on the page. */
    JdbcClient.StatementSpec page(String explain, SubmissionFilter filter, @Nullable Cursor after, int limit) {
        String time = filter.timeColumn();
        JdbcClient.StatementSpec query = jdbc.sql("""
                %s select %s, page.page_time from (
                    select entry.correlation_id as id, %s as page_time from ledger_entry entry where %s %s
                    order by %s desc, entry.correlation_id desc limit :limit) as page
                join ledger_entry entry on entry.correlation_id = page.id
                %s order by page.page_time desc, page.id desc""".formatted(
                        explain,
                        Submission.COLUMNS,
                        time,
                        filter.condition(),
                        after == null ? "" : "and (" + time + ", entry.correlation_id) < (:afterTime, :afterId)",
                        time,
                        Submission.OPEN_REPLAY));
        if (after != null) {
            query = query.param("afterTime", after.databaseTime()).param("afterId", after.correlationId());
        }
        return query.params(filter.parameters()).param("limit", limit).param("maxReplays", maxReplays);
    }

    /**
     * All that match, the newest first. Each chunk is a query of its own: a slow reader would otherwise hold a transaction
     * open, which holds vacuum up and which the server ends after ten seconds.
     */
    public void export(SubmissionFilter filter, Consumer<Submission> consumer) {
        Cursor after = null;
        Page page;
        do {
            page = list(filter, after, EXPORT_CHUNK);
            page.items().forEach(consumer);
            after = page.next();
        } while (after != null);
    }

    /** By program and reason, the largest group first. */
    public Groups groups(SubmissionFilter filter) {
        AtomicInteger total = new AtomicInteger();
        List<Group> groups = groups("", filter)
                .query((row, number) -> {
                    total.set(row.getInt("total"));
                    return Group.of(row);
                })
                .list();
        return new Groups(total.get(), groups);
    }

    /** From an index alone: it names no other column of the ledger. */
    JdbcClient.StatementSpec groups(String explain, SubmissionFilter filter) {
        String quarantined = filter.state() == CaseState.FAILED ? "entry.replays >= :maxReplays" : "false";
        return jdbc.sql("""
                %s select entry.program_code, entry.failure_code, entry.failure_fields, count(*) as submissions,
                    min(%s) as oldest, max(%s) as newest, count(open.replay) as in_replay,
                    count(*) filter (where %s) as quarantined, sum(count(*)) over () as total
                from ledger_entry entry %s where %s
                group by entry.program_code, entry.failure_code, entry.failure_fields
                order by count(*) desc, entry.program_code, entry.failure_code, entry.failure_fields limit :limit""".formatted(
                                explain,
                                filter.timeColumn(),
                                filter.timeColumn(),
                                quarantined,
                                Submission.OPEN_REPLAY,
                                filter.condition()))
                .params(filter.parameters())
                .param("maxReplays", maxReplays)
                .param("limit", MOST_GROUPS);
    }

    public Optional<SubmissionDetail> find(UUID correlationId) {
        record Found(Submission submission, @Nullable String salesforceId) {}
        return jdbc.sql("select %s, entry.salesforce_id from ledger_entry entry %s where entry.correlation_id = :id"
                        .formatted(Submission.COLUMNS, Submission.OPEN_REPLAY))
                .param("id", correlationId)
                .param("maxReplays", maxReplays)
                .query((row, number) -> new Found(Submission.of(row, number), row.getString("salesforce_id")))
                .optional()
                .map(found ->
                        new SubmissionDetail(found.submission(), found.salesforceId(), history.of(found.submission())));
    }

    /** Counts from partial indexes; created submissions beyond 100,000 are the table's estimate less the others. */
    public Overview overview() {
        return jdbc.sql("""
                with counted as (
                    select (select count(*) from ledger_entry where state = 'RECEIVED') as received,
                        (select count(*) from (
                            select 1 from ledger_entry where state = 'CREATED' limit 100001) as first) as created,
                        (select count(*) from ledger_entry where state = 'FAILED') as failed,
                        (select count(*) from ledger_entry where state = 'FAILED' and replays >= :maxReplays) as quarantined,
                        (select count(*) from ledger_entry where state = 'DISCARDED') as discarded)
                select received, failed, quarantined, discarded,
                    case when created <= 100000 then created else greatest(created, (
                        select reltuples from pg_class where oid = 'ledger_entry'::regclass)::bigint
                            - received - failed - discarded) end as created,
                    (select min(received_at) from ledger_entry where state = 'RECEIVED' and replay is null) as oldest_received,
                    (select min(updated_at) from ledger_entry where state = 'FAILED') as oldest_failed,
                    (select count(*) from replay where state in ('SEARCHING', 'RUNNING', 'PAUSED')) as open_replays,
                    now() as as_of
                from counted""")
                .param("maxReplays", maxReplays)
                .query((row, number) -> new Overview(
                        row.getLong("received"),
                        row.getLong("created"),
                        row.getLong("failed"),
                        row.getLong("discarded"),
                        row.getLong("quarantined"),
                        Submission.instantOrNull(row, "oldest_received"),
                        Submission.instantOrNull(row, "oldest_failed"),
                        row.getInt("open_replays"),
                        Submission.instant(row, "as_of")))
                .single();
    }
}
