package io.caseline.cases.ledger;

import static io.caseline.messaging.SqlArrays.booleans;
import static io.caseline.messaging.SqlArrays.bytes;
import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.schemas.TraceParent;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The entries of all accepted commands. Writes run in the caller's transaction, a batch in one statement. */
@Repository
public class Ledger {
    private final JdbcClient jdbc;

    Ledger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The commands that were new; those in neither set are repeats.
     *
     * @param claims claim number of each command that this instance has claimed
     * @param unclaimed commands that any instance may claim
     */
    public record Inserted(Map<UUID, Long> claims, Set<UUID> unclaimed) {

        public boolean has(UUID correlationId) {
            return claims.containsKey(correlationId) || unclaimed.contains(correlationId);
        }
    }

    /**
     * Inserts the commands that are not known yet.
     *
     * @param claimed which of them this instance claims at once
     */
    public Inserted insert(Collection<CaseCommand> commands, Predicate<CaseCommand> claimed, UUID instance) {
        List<CaseCommand> rows = commands.stream()
                .sorted(Comparator.comparing(CaseCommand::correlationId))
                .toList();
        Map<UUID, Long> claims = new HashMap<>();
        Set<UUID> unclaimed = new HashSet<>();
        jdbc.sql("""
                insert into ledger_entry (correlation_id, program_code, request_id, state, due_at, claimed_by, claim,
                    wait_until, trace_parent, sealed_case, received_at, updated_at)
                select command.id, program, request, 'RECEIVED', now(), claim.id, claim.number, wait_until, trace, sealed,
                    received, now()
                from unnest(:ids, :programs, :requests, :claimed, :waits, :traces, :sealed, :received)
                    as command (id, program, request, claimed, wait_until, trace, sealed, received)
                left join (select i.id, nextval('claim_number') as number from instance i where i.id = :instance
                    for key share) as claim on command.claimed
                on conflict do nothing returning correlation_id, claim""")
                .param("instance", instance)
                .param("ids", uuids(rows, CaseCommand::correlationId))
                .param("programs", texts(rows, CaseCommand::programCode))
                .param("requests", uuids(rows, CaseCommand::requestId))
                .param("claimed", booleans(rows, claimed::test))
                .param("waits", instants(rows, CaseCommand::waitUntil))
                .param(
                        "traces",
                        texts(
                                rows,
                                command ->
                                        command.trace().map(TraceParent::value).orElse(null)))
                .param("sealed", bytes(rows, CaseCommand::sealedCase))
                .param("received", instants(rows, CaseCommand::receivedAt))
                .query(row -> {
                    UUID id = row.getObject("correlation_id", UUID.class);
                    Long claim = row.getObject("claim", Long.class);
                    if (claim == null) {
                        unclaimed.add(id);
                    } else {
                        claims.put(id, claim);
                    }
                });
        return new Inserted(claims, unclaimed);
    }

    /** Extends the waits of commands that have no outcome yet to those of their repeats. */
    public void extendWaits(Collection<CaseCommand> repeats) {
        List<CaseCommand> rows = repeats.stream()
                .sorted(Comparator.comparing(CaseCommand::correlationId))
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update ledger_entry entry set wait_until = greatest(entry.wait_until, repeat.wait_until)
                from unnest(:ids, :waits) as repeat (id, wait_until)
                where entry.correlation_id = repeat.id and entry.state = 'RECEIVED'""")
                .param("ids", uuids(rows, CaseCommand::correlationId))
                .param("waits", instants(rows, CaseCommand::waitUntil))
                .update();
    }

    public List<LedgerEntry> find(Collection<UUID> correlationIds) {
        if (correlationIds.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select " + LedgerEntry.COLUMNS
                        + " from ledger_entry entry where entry.correlation_id = any(?)")
                .param(uuids(correlationIds, Function.identity()))
                .query(LedgerEntry::of)
                .list();
    }

    public Optional<LedgerEntry> find(UUID correlationId) {
        return find(List.of(correlationId)).stream().findFirst();
    }
}
