package io.caseline.cases.replay;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The searches of window replays. Whoever begins one anew gets a new run, and what an earlier run writes has no effect. Each
 * write locks the replay's row and has an effect only while the replay is searching, so that a cancel stops the search.
 */
@Repository
class WindowSearches {
    private static final String SEARCHING = """
            exists (select from replay where replay.id = search.replay and replay.state = 'SEARCHING')""";

    private final JdbcClient jdbc;

    WindowSearches(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Numbers of a batch. */
    record Found(int commands, int existing, int missing, int open, int failed, int discarded) {}

    void add(long replay, WindowReplayRequest request) {
        jdbc.sql("""
                insert into window_search (replay, window_start, window_end, program_code, dry_run)
                values (:replay, :from, :to, :program, :dryRun)""")
                .param("replay", replay)
                .param("from", time(request.from()))
                .param("to", time(request.to()))
                .param("program", request.program())
                .param("dryRun", request.dryRun())
                .update();
    }

    /** Begins, or begins anew; empty if the replay is not searching. */
    Optional<WindowSearch> begin(long replay, UUID run) {
        return jdbc.sql("""
                update window_search search set run = :run, commands = 0, existing = 0, missing = 0, open = 0, failed = 0,
                    discarded = 0, log_starts_at = null, problem = null
                where search.replay = :replay and %s
                returning *""".formatted(SEARCHING))
                .param("run", run)
                .param("replay", replay)
                .query(WindowSearches::search)
                .optional();
    }

    /** Locks the replay, so that a cancel waits or is seen; false if this run's search is over. */
    boolean lock(long replay, UUID run) {
        return jdbc.sql("""
                select replay.id from replay join window_search search on search.replay = replay.id
                where replay.id = :replay and replay.state = 'SEARCHING' and search.run = :run
                for update of replay""")
                .param("replay", replay)
                .param("run", run)
                .query(Long.class)
                .optional()
                .isPresent();
    }

    /** The missing ones are those in the replay's list, if it has one: a search that begins anew finds them again. */
    void add(long replay, Found found) {
        jdbc.sql("""
                update window_search search set commands = commands + :commands, existing = existing + :existing,
                    missing = case when dry_run then missing + :missing
                        else (select count(*) from replay_entry where replay_entry.replay = search.replay) end,
                    open = open + :open, failed = failed + :failed, discarded = discarded + :discarded, problem = null
                where search.replay = :replay""")
                .param("commands", found.commands())
                .param("existing", found.existing())
                .param("missing", found.missing())
                .param("open", found.open())
                .param("failed", found.failed())
                .param("discarded", found.discarded())
                .param("replay", replay)
                .update();
    }

    void logStartsAt(long replay, Instant time) {
        jdbc.sql("update window_search set log_starts_at = ? where replay = ?")
                .param(time(time))
                .param(replay)
                .update();
    }

    /** @return false if this run's search is over */
    boolean waits(long replay, UUID run, String problem) {
        return jdbc.sql(
                                "update window_search search set problem = :problem where search.replay = :replay and run = :run and "
                                        + SEARCHING)
                        .param("problem", problem)
                        .param("replay", replay)
                        .param("run", run)
                        .update()
                > 0;
    }

    Optional<WindowSearch> find(long replay) {
        return jdbc.sql("select * from window_search where replay = ?")
                .param(replay)
                .query(WindowSearches::search)
                .optional();
    }

    private static WindowSearch search(ResultSet row, int number) throws SQLException {
        return new WindowSearch(
                row.getTimestamp("window_start").toInstant(),
                row.getTimestamp("window_end").toInstant(),
                row.getString("program_code"),
                row.getBoolean("dry_run"),
                row.getObject("run", UUID.class),
                row.getLong("commands"),
                row.getLong("existing"),
                row.getLong("missing"),
                row.getLong("open"),
                row.getLong("failed"),
                row.getLong("discarded"),
                instant(row.getTimestamp("log_starts_at")),
                row.getString("problem"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
