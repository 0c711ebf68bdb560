package io.caseline.cases.replay;

import static io.caseline.messaging.SqlArrays.longs;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.cases.submissions.SubmissionFilter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The snapshots of replays, in the caller's transaction. */
@Repository
class ReplayEntries {
    /** Two replays that start at once would insert the same submissions in different orders, and wait for each other. */
    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('caseline.replay'))";

    private final JdbcClient jdbc;

    ReplayEntries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes the snapshot: those that failed first, of each program and reason in turn, so that a canary has some of each.
     *
     * @return number of submissions
     */
    int add(long replay, SubmissionFilter filter, int maxReplays, int limit) {
        jdbc.sql(ONE_AT_A_TIME).query((row, number) -> "").list();
        return jdbc.sql("""
                insert into replay_entry (replay, position, correlation_id, program_code, state)
                select :id, row_number() over (order by turn, program_code, failure_code, correlation_id), correlation_id,
                    program_code, 'WAITING'
                from (
                    select chosen.*, row_number() over (partition by program_code, failure_code order by updated_at) as turn
                    from (
                        select entry.correlation_id, entry.program_code, entry.failure_code, entry.updated_at
                        from ledger_entry entry
                        where %s and entry.replays < :maxReplays and not exists (
                            select from replay_entry other
                            where other.correlation_id = entry.correlation_id and other.state in ('WAITING', 'SENT'))
                        order by entry.updated_at limit :limit) as chosen) as turns""".formatted(filter.condition()))
                .params(filter.parameters())
                .param("id", replay)
                .param("maxReplays", maxReplays)
                .param("limit", limit)
                .update();
    }

    /**
     * Makes the next submissions due that still are failed.
     *
     * @param except programs to leave alone
     * @return programs of the submissions that are due now
     */
    Sent send(long replay, int limit, Collection<String> except) {
        record Next(long position, UUID correlationId) {}
        List<Next> next = jdbc.sql("""
                select position, correlation_id from replay_entry
                where replay = :replay and state = 'WAITING' and program_code <> all(:except)
                order by position limit :limit""")
                .param("replay", replay)
                .param("except", texts(except, Function.identity()))
                .param("limit", limit)
                .query(Next.class)
                .list();
        if (next.isEmpty()) {
            return new Sent(0, Set.of());
        }
        record Due(UUID correlationId, String programCode) {}
        List<Due> due = jdbc.sql("""
                with failed as (
                    select correlation_id from ledger_entry
                    where correlation_id = any(:ids) and state = 'FAILED' and sealed_case is not null
                    order by correlation_id for update)
                update ledger_entry entry set state = 'RECEIVED', replay = :replay, replays = entry.replays + 1, tries = 0,
                    due_at = now(), wait_until = null, failure_code = null, failure_fields = null,
                    updated_at = date_trunc('milliseconds', now())
                from failed where entry.correlation_id = failed.correlation_id
                returning entry.correlation_id, entry.program_code""")
                .param("ids", uuids(next, Next::correlationId))
                .param("replay", replay)
                .query(Due.class)
                .list();
        jdbc.sql("""
                update replay_entry set state = case when correlation_id = any(:sent) then 'SENT' else 'SKIPPED' end
                where replay = :replay and position = any(:positions)""")
                .param("sent", uuids(due, Due::correlationId))
                .param("replay", replay)
                .param("positions", longs(next, Next::position))
                .update();
        return new Sent(due.size(), due.stream().map(Due::programCode).collect(Collectors.toSet()));
    }

    record Sent(int count, Set<String> programs) {}

    /** What has not been sent stays as it is. */
    int cancelWaiting(long replay) {
        return jdbc.sql("update replay_entry set state = 'CANCELLED' where replay = ? and state = 'WAITING'")
                .param(replay)
                .update();
    }

    /**
     * @param sent without an outcome so far
     * @param sentElsewhere those of them whose program is not on hold
     */
    record Open(boolean waiting, int sent, int sentElsewhere) {}

    Open open(long replay, Collection<String> held) {
        return jdbc.sql("""
                select exists (select from replay_entry where replay = :replay and state = 'WAITING') as waiting,
                    count(*) as sent, count(*) filter (where program_code <> all(:held)) as sent_elsewhere
                from replay_entry where replay = :replay and state = 'SENT'""")
                .param("replay", replay)
                .param("held", texts(held, Function.identity()))
                .query(Open.class)
                .single();
    }

    /** Those of these programs that have submissions left. */
    List<String> heldPrograms(long replay, Collection<String> held) {
        return jdbc.sql("""
                select program from unnest(:held) as program where exists (
                    select from replay_entry
                    where replay = :replay and state in ('WAITING', 'SENT') and program_code = program)
                order by program""")
                .param("replay", replay)
                .param("held", texts(held, Function.identity()))
                .query(String.class)
                .list();
    }

    /**
     * How many submissions the rate allows now. What a second allows may be sent at once; nothing is saved up beyond that.
     *
     * @param rate submissions a second
     */
    int allowed(long replay, int rate) {
        return jdbc.sql("""
                select floor(:rate * least(1, extract(epoch from now() - coalesce(next_at, now())) + 1.0 / :rate))::integer
                from replay where id = :replay""")
                .param("rate", rate)
                .param("replay", replay)
                .query(Integer.class)
                .single();
    }

    void spend(long replay, int rate, int sent) {
        jdbc.sql("""
                update replay set next_at = greatest(coalesce(next_at, now()), now() - interval '1 second')
                    + :sent * interval '1 second' / :rate
                where id = :replay""")
                .param("rate", rate)
                .param("sent", sent)
                .param("replay", replay)
                .update();
    }
}
