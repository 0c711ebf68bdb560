package io.caseline.tellers.deferral;

import static io.caseline.messaging.SqlArrays.bytes;
import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.schemas.TraceParent;
import io.caseline.tellers.command.Command;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/** Commands that wait until their account is old enough. Runs in the caller's transaction. */
@Component
public class DeferralStore {
    private final JdbcClient jdbc;

    DeferralStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param until when the account is old enough */
    public record Deferral(Command command, Instant until) {}

    /** How many commands are deferred, counted up to a limit. */
    int count(int limit) {
        return jdbc.sql("select count(*) from (select 1 from deferred_command limit ?) as counted")
                .param(limit)
                .query(Integer.class)
                .single();
    }

    public void save(List<Deferral> deferrals) {
        if (deferrals.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into deferred_command (correlation_id, due_at, request_id, merchant_id, store_id, register_id,
                    teller_id, account_identifier, sealed_account_number, received_at, trace_parent)
                select * from unnest(:ids, :until, :requests, :merchants, :stores, :registers, :tellers, :accounts,
                    :numbers, :received, :traces) as deferral (id) order by id
                on conflict (correlation_id) do update set due_at = excluded.due_at""")
                .param("ids", uuids(deferrals, deferral -> deferral.command().correlationId()))
                .param("until", instants(deferrals, Deferral::until))
                .param(
                        "requests",
                        texts(deferrals, deferral -> deferral.command().requestId()))
                .param(
                        "merchants",
                        texts(deferrals, deferral -> deferral.command().merchantId()))
                .param("stores", texts(deferrals, deferral -> deferral.command().storeId()))
                .param(
                        "registers",
                        texts(deferrals, deferral -> deferral.command().registerId()))
                .param(
                        "tellers",
                        texts(deferrals, deferral -> deferral.command().tellerId()))
                .param(
                        "accounts",
                        uuids(deferrals, deferral -> deferral.command().accountIdentifier()))
                .param(
                        "numbers",
                        bytes(deferrals, deferral -> deferral.command().sealedAccountNumber()))
                .param(
                        "received",
                        instants(deferrals, deferral -> deferral.command().receivedAt()))
                .param("traces", texts(deferrals, DeferralStore::trace))
                .update();
    }

    private static @Nullable String trace(Deferral deferral) {
        return deferral.command().trace().map(TraceParent::value).orElse(null);
    }

    /** Skips a command that another transaction decides at the moment: that one finds it decided, and deletes it. */
    public void delete(Collection<UUID> correlationIds) {
        if (correlationIds.isEmpty()) {
            return;
        }
        jdbc.sql("""
                delete from deferred_command where correlation_id in (
                    select correlation_id from deferred_command where correlation_id = any(?) for update skip locked)""").param(uuids(correlationIds, Function.identity())).update();
    }

    /** The commands that are due, those that are due longest first. */
    public List<UUID> dueIds(Instant now, int limit) {
        return jdbc.sql("select correlation_id from deferred_command where due_at <= ? order by due_at limit ?")
                .params(now.atOffset(ZoneOffset.UTC), limit)
                .query(UUID.class)
                .list();
    }

    /** Locks the commands and returns them; skips those that another transaction has locked. */
    public List<Command> take(Collection<UUID> correlationIds) {
        return jdbc.sql("""
                select * from deferred_command where correlation_id = any(?)
                order by due_at for update skip locked""")
                .param(uuids(correlationIds, Function.identity()))
                .query((row, number) -> command(row))
                .list();
    }

    private static Command command(ResultSet row) throws SQLException {
        byte[] number = row.getBytes("sealed_account_number");
        return Command.deferred(
                Optional.ofNullable(row.getString("trace_parent")).map(TraceParent::new),
                row.getObject("correlation_id", UUID.class),
                row.getString("request_id"),
                row.getString("merchant_id"),
                row.getString("store_id"),
                row.getString("register_id"),
                row.getString("teller_id"),
                row.getObject("account_identifier", UUID.class),
                number == null ? null : ByteBuffer.wrap(number),
                row.getTimestamp("received_at").toInstant());
    }
}
