package io.caseline.tellers.association;

import static io.caseline.tellers.database.SqlArrays.bytes;
import static io.caseline.tellers.database.SqlArrays.instants;
import static io.caseline.tellers.database.SqlArrays.texts;
import static io.caseline.tellers.database.SqlArrays.uuids;

import io.caseline.schemas.TraceParent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Requests put off until their account is old enough. Runs in the caller's transaction. */
@Component
class Deferrals {
    private final JdbcClient jdbc;
    private final DeferralSettings settings;

    Deferrals(JdbcClient jdbc, DeferralSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /**
     * @param due when the account is old enough
     * @param key the command's key on its topic
     * @param command the command as it is on its topic
     * @param trace that the command came with
     */
    record Deferral(UUID correlationId, Instant due, String key, ByteBuffer command, Optional<TraceParent> trace) {}

    /** The deferral of a request until then; null if it is not to be put off. Whether there is {@link #room} is not asked. */
    @Nullable
    Deferral deferral(Submission submission, Instant due) {
        ByteBuffer command = submission.deferrable();
        if (command == null || due.isAfter(submission.receivedAt().plus(settings.longest()))) {
            return null;
        }
        return new Deferral(submission.correlationId(), due, submission.key(), command, submission.trace());
    }

    /** How many more requests may be put off. Batches of one moment do not see each other's. */
    int room() {
        int waiting = jdbc.sql("select count(*) from (select 1 from deferred_association limit ?) as waiting")
                .param(settings.most())
                .query(Integer.class)
                .single();
        return settings.most() - waiting;
    }

    void keep(List<Deferral> deferrals) {
        if (deferrals.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into deferred_association (correlation_id, due_at, record_key, command, traceparent)
                select * from unnest(:ids, :due, :keys, :commands, :traces) as deferral (id) order by id
                on conflict (correlation_id) do update set
                    due_at = excluded.due_at, command = excluded.command, traceparent = excluded.traceparent""")
                .param("ids", uuids(deferrals, Deferral::correlationId))
                .param("due", instants(deferrals, Deferral::due))
                .param("keys", texts(deferrals, Deferral::key))
                .param("commands", bytes(deferrals, Deferral::command))
                .param(
                        "traces",
                        texts(
                                deferrals,
                                deferral ->
                                        deferral.trace().map(TraceParent::value).orElse(null)))
                .update();
    }

    void drop(Collection<UUID> correlationIds) {
        if (correlationIds.isEmpty()) {
            return;
        }
        jdbc.sql("delete from deferred_association where correlation_id = any(?)")
                .param(uuids(correlationIds, Function.identity()))
                .update();
    }

    /** Whether so many locked are as many as there may be, and more may be due. */
    boolean isFullBatch(int locked) {
        return locked == settings.batch();
    }

    /** Those that are due, the longest due first, locked; what another instance has locked is left to it. */
    List<Deferral> lockDue(Instant now) {
        return jdbc.sql("""
                select correlation_id, due_at, record_key, command, traceparent from deferred_association where due_at <= :now
                order by due_at limit :batch for update skip locked""")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("batch", settings.batch())
                .query((row, number) -> new Deferral(
                        row.getObject("correlation_id", UUID.class),
                        row.getTimestamp("due_at").toInstant(),
                        row.getString("record_key"),
                        ByteBuffer.wrap(row.getBytes("command")),
                        Optional.ofNullable(row.getString("traceparent")).map(TraceParent::new)))
                .list();
    }
}
