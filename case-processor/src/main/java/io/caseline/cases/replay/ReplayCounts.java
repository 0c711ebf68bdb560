package io.caseline.cases.replay;

import io.caseline.cases.replay.DryRun.OtherReplay;
import io.caseline.cases.replay.ReplayProgress.FailedAgain;
import io.caseline.cases.submissions.SubmissionFilter;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts what a replay would send, and how far one is. */
@Repository
class ReplayCounts {
    private static final int REASONS = 20;

    private final JdbcClient jdbc;

    ReplayCounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The database's time, in milliseconds as in the ledger. */
    Instant now() {
        return jdbc.sql("select date_trunc('milliseconds', now()) as now")
                .query((row, number) -> row.getTimestamp("now").toInstant())
                .single();
    }

    DryRun dryRun(SubmissionFilter filter, int maxReplays, int limit) {
        record Counts(int matching, int quarantined, int free) {}
        String from = """
                from ledger_entry entry left join replay_entry other
                    on other.correlation_id = entry.correlation_id and other.state in ('WAITING', 'SENT')
                where\s""" + filter.condition();
        Counts counts = jdbc.sql("""
                select count(*) as matching,
                    count(*) filter (where other.replay is null and entry.replays >= :maxReplays) as quarantined,
                    count(*) filter (where other.replay is null and entry.replays < :maxReplays) as free
                """ + from)
                .params(filter.parameters())
                .param("maxReplays", maxReplays)
                .query(Counts.class)
                .single();
        List<OtherReplay> others = jdbc.sql("select other.replay as id, count(*) as submissions " + from
                        + " and other.replay is not null group by other.replay order by other.replay")
                .params(filter.parameters())
                .query(OtherReplay.class)
                .list();
        return new DryRun(counts.matching(), counts.quarantined(), others, Math.min(counts.free(), limit), now());
    }

    /** @param outcomes number of outcomes in the last ten seconds */
    record States(int waiting, int sent, int created, int failed, int skipped, int cancelled, int outcomes) {}

    States states(long replay) {
        return jdbc.sql("""
                select count(*) filter (where state = 'WAITING') as waiting, count(*) filter (where state = 'SENT') as sent,
                    count(*) filter (where state = 'CREATED') as created, count(*) filter (where state = 'FAILED') as failed,
                    count(*) filter (where state = 'SKIPPED') as skipped,
                    count(*) filter (where state = 'CANCELLED') as cancelled,
                    count(*) filter (where decided_at > now() - interval '10 seconds') as outcomes
                from replay_entry where replay = ?""").param(replay).query(States.class).single();
    }

    List<FailedAgain> failedAgain(long replay) {
        return jdbc.sql("""
                select code, fields, count(*) as count from replay_entry where replay = :replay and state = 'FAILED'
                group by code, fields order by count(*) desc, code limit :limit""")
                .param("replay", replay)
                .param("limit", REASONS)
                .query(FailedAgain.class)
                .list();
    }

    /**
     * Submissions that match and failed since then, but not in this replay. The filter's latest time does not matter: it is
     * where the snapshot ends.
     */
    int failedSince(SubmissionFilter filter, Instant since, long replay) {
        return jdbc.sql("""
                select count(*) from ledger_entry entry
                where %s and entry.updated_at > :started and entry.replay is distinct from :this""".formatted(filter.openEnded().condition()))
                .params(filter.openEnded().parameters())
                .param("started", Timestamp.from(since))
                .param("this", replay)
                .query(Integer.class)
                .single();
    }
}
