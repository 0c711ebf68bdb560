package io.caseline.cases.ledger;

import static io.caseline.messaging.SqlArrays.longs;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.schemas.TraceParent;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Claims on due commands of the ledger, all in the caller's transaction. An instance that claims locks its own row of
 * {@code instance}: once that row is deleted because the instance was found dead, it cannot claim under that id any more.
 */
@Repository
public class Claims {
    private static final String RETURNING = """
            returning entry.correlation_id, entry.program_code, entry.request_id, entry.received_at, entry.sealed_case, entry.wait_until,
                entry.trace_parent, entry.claim, entry.tries, entry.failure_code, entry.replay is not null as replayed,
                entry.due_at, least(entry.due_at, now() - interval '5 seconds') as cursor""";

    private final JdbcClient jdbc;

    Claims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param cursor where the next query for the program may start, as nothing that is due before can still appear: a
     *     transaction that inserts a command ends within seconds. Null if nothing was claimed
     */
    public record Claimed(
            List<ClaimedCommand> commands, @Nullable Instant cursor) {}

    /** Where a due command comes from. Each has an index of its own, so that a replay is no load for live traffic. */
    public enum Traffic {
        LIVE("entry.replay is null"),
        REPLAY("entry.replay is not null");

        private final String condition;

        Traffic(String condition) {
            this.condition = condition;
        }
    }

    private record Row(ClaimedCommand command, Instant dueAt, Instant cursor) {}

    /**
     * Claims the program's commands that are due, the longest due first, leaving alone what another instance is claiming.
     *
     * @param cursor where to start: what was due before is claimed or has an outcome, and its dead index entries need not be read
     */
    public Claimed due(String program, Traffic traffic, Instant cursor, int limit, UUID instance) {
        return claim("entry.due_at <= now() and entry.due_at >= :cursor", program, traffic, cursor, limit, instance);
    }

    /** Claims one command of a held program, due or not, to find out whether Salesforce takes it now. */
    public Optional<ClaimedCommand> anyOf(String program, UUID instance) {
        return Stream.of(Traffic.values())
                .flatMap(traffic ->
                        claim("entry.due_at >= :cursor", program, traffic, Instant.EPOCH, 1, instance)
                                .commands()
                                .stream())
                .findFirst();
    }

    private Claimed claim(String when, String program, Traffic traffic, Instant cursor, int limit, UUID instance) {
        List<Row> rows = jdbc.sql("""
                with due as materialized (
                    select entry.ctid as place from ledger_entry entry
                    where entry.state = 'RECEIVED' and entry.claimed_by is null and entry.program_code = :program
                        and %s and %s
                    order by entry.due_at limit :limit for update skip locked),
                claim as materialized (
                    select i.id, nextval('claim_number') as number from instance i where i.id = :instance for key share)
                update ledger_entry entry set claimed_by = claim.id, claim = claim.number
                from due, claim where entry.ctid = due.place
                """.formatted(traffic.condition, when) + RETURNING)
                .param("program", program)
                .param("cursor", OffsetDateTime.ofInstant(cursor, ZoneOffset.UTC))
                .param("limit", limit)
                .param("instance", instance)
                .query((row, number) -> new Row(
                        command(row),
                        row.getTimestamp("due_at").toInstant(),
                        row.getTimestamp("cursor").toInstant()))
                .list();
        List<Row> oldestFirst =
                rows.stream().sorted(Comparator.comparing(Row::dueAt)).toList();
        return new Claimed(
                oldestFirst.stream().map(Row::command).toList(),
                oldestFirst.isEmpty() ? null : oldestFirst.getLast().cursor());
    }

    private static ClaimedCommand command(ResultSet row) throws SQLException {
        return new ClaimedCommand(
                new CaseCommand(
                        row.getObject("correlation_id", UUID.class),
                        row.getString("program_code"),
                        row.getObject("request_id", UUID.class),
                        row.getTimestamp("received_at").toInstant(),
                        ByteBuffer.wrap(row.getBytes("sealed_case")),
                        LedgerEntry.instant(row, "wait_until"),
                        Optional.ofNullable(row.getString("trace_parent")).map(TraceParent::new)),
                row.getLong("claim"),
                row.getInt("tries"),
                row.getString("failure_code"),
                row.getBoolean("replayed") ? Traffic.REPLAY : Traffic.LIVE);
    }

    /** Programs that have unclaimed commands, due or not: a few index look-ups, however many commands there are. */
    public Set<String> programs(Traffic traffic) {
        return new HashSet<>(
                jdbc.sql("""
                with recursive program (code) as (
                    (select entry.program_code from ledger_entry entry
                        where entry.state = 'RECEIVED' and entry.claimed_by is null and %1$s
                        order by entry.program_code limit 1)
                    union all
                    select (select entry.program_code from ledger_entry entry
                        where entry.state = 'RECEIVED' and entry.claimed_by is null and %1$s
                            and entry.program_code > program.code
                        order by entry.program_code limit 1)
                    from program where program.code is not null)
                select code from program where code is not null""".formatted(traffic.condition)).query(String.class).list());
    }

    /** Gives up claims that were never used for a call, so that the commands are due for anybody. */
    public void release(List<ClaimedCommand> commands) {
        release(
                commands.stream().map(ClaimedCommand::correlationId).toList(),
                commands.stream().map(ClaimedCommand::claim).toList());
    }

    private void release(List<UUID> ids, List<Long> numbers) {
        jdbc.sql("""
                update ledger_entry entry set claimed_by = null, claim = null
                from unnest(:ids, :claims) as claimed (id, claim)
                where entry.correlation_id = claimed.id and entry.claim = claimed.claim and entry.state = 'RECEIVED'""")
                .param("ids", uuids(ids, id -> id))
                .param("claims", longs(numbers, number -> number))
                .update();
    }

    /**
     * Releases claims in the name of an instance that it does not hold, as their commit reported an error.
     *
     * @param isHeld whether it holds the claim with this number; asked after the ledger was read, as a claim is held before
     *     it is committed
     * @return the programs of the released commands
     */
    public Set<String> releaseOrphans(UUID instance, BiPredicate<UUID, Long> isHeld) {
        record Claim(UUID correlationId, String programCode, long claim) {}
        List<Claim> orphans = jdbc
                .sql("select correlation_id, program_code, claim from ledger_entry where claimed_by = ?")
                .param(instance)
                .query(Claim.class)
                .list()
                .stream()
                .filter(claim -> !isHeld.test(claim.correlationId(), claim.claim()))
                .toList();
        if (!orphans.isEmpty()) {
            release(
                    orphans.stream().map(Claim::correlationId).toList(),
                    orphans.stream().map(Claim::claim).toList());
        }
        Set<String> programs = new HashSet<>();
        orphans.forEach(orphan -> programs.add(orphan.programCode()));
        return programs;
    }

    /**
     * Frees all claims of an instance.
     *
     * @param caseMayExist whether its calls may have created cases, or may still do so
     * @return the programs of the freed commands
     */
    public Set<String> releaseAll(UUID instance, boolean caseMayExist) {
        return new HashSet<>(jdbc.sql("""
                update ledger_entry entry set claimed_by = null, claim = null,
                    case_may_exist_since = case when :caseMayExist then now() else entry.case_may_exist_since end
                where entry.claimed_by = :instance and entry.state = 'RECEIVED' returning entry.program_code""")
                .param("caseMayExist", caseMayExist)
                .param("instance", instance)
                .query(String.class)
                .list());
    }
}
