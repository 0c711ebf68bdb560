package io.caseline.tellers.deferral;

import static io.caseline.messaging.SqlArrays.bytes;
import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.schemas.TraceParent;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.rules.TellerRules;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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
public class Deferrals {
    private final JdbcClient jdbc;
    private final DeferralSettings settings;

    public Deferrals(JdbcClient jdbc, DeferralSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** @param due when the account is old enough */
    public record Deferral(Command command, Instant due) {}

    /**
     * The terms on which the rules decide.
     *
     * @param room whether one more command may be deferred
     */
    public TellerRules.Terms terms(Duration minimumAccountAge, boolean room) {
        return new TellerRules.Terms(minimumAccountAge, settings.enabled(), settings.longest(), room);
    }

    public boolean isDeferrable(Command command) {
        return settings.enabled() && command.respondAsync();
    }

    /** How many more commands may be deferred. Batches that are decided at the same time do not see each other's. */
    public int room() {
        int waiting = jdbc.sql("select count(*) from (select 1 from deferred_association limit ?) as waiting")
                .param(settings.most())
                .query(Integer.class)
                .single();
        return settings.most() - waiting;
    }

    public void keep(List<Deferral> deferrals) {
        if (deferrals.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into deferred_association (correlation_id, due_at, request_id, merchant_id, store_id, register_id,
                    teller_id, account_identifier, sealed_account_number, received_at, trace_parent)
                select * from unnest(:ids, :due, :requests, :merchants, :stores, :registers, :tellers, :accounts,
                    :numbers, :received, :traces) as deferral (id) order by id
                on conflict (correlation_id) do update set due_at = excluded.due_at""")
                .param("ids", uuids(deferrals, deferral -> deferral.command().correlationId()))
                .param("due", instants(deferrals, Deferral::due))
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
                .param("traces", texts(deferrals, Deferrals::trace))
                .update();
    }

    private static @Nullable String trace(Deferral deferral) {
        return deferral.command().trace().map(TraceParent::value).orElse(null);
    }

    /** Skips a command that another transaction decides at the moment: that one finds it decided, and drops it. */
    public void drop(Collection<UUID> correlationIds) {
        if (correlationIds.isEmpty()) {
            return;
        }
        jdbc.sql("""
                delete from deferred_association where correlation_id in (
                    select correlation_id from deferred_association where correlation_id = any(?) for update skip locked)""").param(uuids(correlationIds, Function.identity())).update();
    }

    /** Whether a batch of this size was full, so that more commands may be due. */
    public boolean isFullBatch(int decided) {
        return decided == settings.batch();
    }

    /** The commands that are due, the longest due first. */
    public List<UUID> due(Instant now) {
        return jdbc.sql("select correlation_id from deferred_association where due_at <= ? order by due_at limit ?")
                .params(now.atOffset(ZoneOffset.UTC), settings.batch())
                .query(UUID.class)
                .list();
    }

    /** Locks the commands; skips those that another transaction has locked. */
    public List<Command> claim(Collection<UUID> correlationIds) {
        return jdbc.sql("""
                select * from deferred_association where correlation_id = any(?)
                order by due_at for update skip locked""")
                .param(uuids(correlationIds, Function.identity()))
                .query((row, number) -> command(row))
                .list();
    }

    private static Command command(ResultSet row) throws SQLException {
        byte[] number = row.getBytes("sealed_account_number");
        return new Command(
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(row.getString("trace_parent")).map(TraceParent::new),
                true,
                true,
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
