package io.caseline.cases.healing;

import io.caseline.cases.submissions.SubmissionFilter;
import io.caseline.messaging.Lease;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What rules have to know: nothing is remembered but in the database. */
@Repository
class HealingStore {
    /** The reason of a replay that is a probe. */
    static final String PROBE = "Probe: one submission, to find out whether the cause is gone";

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final Lease lease;

    HealingStore(JdbcClient jdbc, DataSource database) {
        this.jdbc = jdbc;
        this.lease = new Lease(database, "case-processor-healing", LEASE);
    }

    /** Whether this instance is the one that applies the rules. */
    boolean isTheOneThatHeals() {
        return lease.hold();
    }

    /** Whether a replay that a rule has started is not over. */
    boolean hasOpenReplay(String actor) {
        return jdbc.sql("""
                select exists (select from replay
                    where started_by = ? and state in ('SEARCHING', 'RUNNING', 'PAUSED'))""").param(actor).query(Boolean.class).single();
    }

    /** When the latest of these submissions failed, probes of the rule aside; empty if none is failed. */
    Optional<Instant> latestFailure(SubmissionFilter filter, String actor) {
        return jdbc.sql("""
                select max(entry.updated_at) as latest from ledger_entry entry where %s and not exists (
                    select from replay where replay.id = entry.replay and replay.started_by = :actor
                        and replay.reason = :probe)""".formatted(filter.condition()))
                .params(filter.parameters())
                .param("actor", actor)
                .param("probe", PROBE)
                .query((row, number) -> Optional.ofNullable(instant(row, "latest")))
                .single();
    }

    /**
     * A replay that a rule has started.
     *
     * @param probe whether it was of one submission
     */
    record Last(boolean probe, Instant startedAt, @Nullable Instant endedAt, int created) {}

    Optional<Last> lastReplay(SubmissionFilter filter, String actor) {
        return jdbc.sql("""
                select reason = :probe as probe, started_at, ended_at,
                    (select count(*) from replay_entry where replay_entry.replay = replay.id and state = 'CREATED') as created
                from replay where started_by = :actor and filter = :filter order by id desc limit 1""")
                .param("probe", PROBE)
                .param("actor", actor)
                .param("filter", filter.query())
                .query((row, number) -> new Last(
                        row.getBoolean("probe"),
                        row.getTimestamp("started_at").toInstant(),
                        instant(row, "ended_at"),
                        row.getInt("created")))
                .optional();
    }

    /** The database's time, which is that of failures and replays. */
    Instant now() {
        return jdbc.sql("select now() as now")
                .query((row, number) -> row.getTimestamp("now").toInstant())
                .single();
    }

    /**
     * Remembers the mapping that fits the org.
     *
     * @return since when it is another one than before; empty for the first
     */
    Optional<Instant> mappingFits(String fingerprint) {
        return jdbc.sql("""
                insert into fitting_mapping as known (fingerprint) values (:fingerprint)
                on conflict (one) do update set fingerprint = excluded.fingerprint,
                    changed_at = case when known.fingerprint = excluded.fingerprint then known.changed_at else now() end
                returning changed_at""")
                .param("fingerprint", fingerprint)
                .query((row, number) -> Optional.ofNullable(instant(row, "changed_at")))
                .single();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
