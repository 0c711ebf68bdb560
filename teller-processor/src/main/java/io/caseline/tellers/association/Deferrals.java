package io.caseline.tellers.association;

import static io.caseline.messaging.SqlArrays.bytes;
import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.schemas.TraceParent;
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

/** Requests deferred until their account is old enough. Runs in the caller's transaction. */
@Component
class Deferrals {
    private final JdbcClient jdbc;
    private final DeferralSettings settings;

    Deferrals(JdbcClient jdbc, DeferralSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** @param due when the account is old enough */
    record Deferral(Submission submission, Instant due) {}

    /** The deferral of a request until then; empty if it is not to be deferred. Whether there is {@link #room} is not asked. */
    Optional<Deferral> deferral(Submission submission, Instant due) {
        boolean wanted = submission.due() || (settings.enabled() && submission.respondAsync());
        return wanted && !due.isAfter(submission.receivedAt().plus(settings.longest()))
                ? Optional.of(new Deferral(submission, due))
                : Optional.empty();
    }

    /** How many more requests may be deferred. Batches of one moment do not see each other's. */
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
                insert into deferred_association (correlation_id, due_at, request_id, merchant_id, store_id, register_id,
                    teller_id, account_identifier, sealed_account_number, received_at, trace_parent)
                select * from unnest(:ids, :due, :requests, :merchants, :stores, :registers, :tellers, :accounts,
                    :numbers, :received, :traces) as deferral (id) order by id
                on conflict (correlation_id) do update set due_at = excluded.due_at""")
                .param("ids", uuids(deferrals, deferral -> deferral.submission().correlationId()))
                .param("due", instants(deferrals, Deferral::due))
                .param(
                        "requests",
                        texts(deferrals, deferral -> deferral.submission().requestId()))
                .param(
                        "merchants",
                        texts(deferrals, deferral -> deferral.submission().merchantId()))
                .param(
                        "stores",
                        texts(deferrals, deferral -> deferral.submission().storeId()))
                .param(
                        "registers",
                        texts(deferrals, deferral -> deferral.submission().registerId()))
                .param(
                        "tellers",
                        texts(deferrals, deferral -> deferral.submission().tellerId()))
                .param(
                        "accounts",
                        uuids(deferrals, deferral -> deferral.submission().accountIdentifier()))
                .param(
                        "numbers",
                        bytes(deferrals, deferral -> deferral.submission().sealedAccountNumber()))
                .param(
                        "received",
                        instants(deferrals, deferral -> deferral.submission().receivedAt()))
                .param("traces", texts(deferrals, Deferrals::trace))
                .update();
    }

    private static @Nullable String trace(Deferral deferral) {
        return deferral.submission().trace().map(TraceParent::value).orElse(null);
    }

    /** One that another transaction decides at the moment is left to it: it finds the request decided, and drops it. */
    void drop(Collection<UUID> correlationIds) {
        if (correlationIds.isEmpty()) {
            return;
        }
        jdbc.sql("""
                delete from deferred_association where correlation_id in (
                    select correlation_id from deferred_association where correlation_id = any(?) for update skip locked)""").param(uuids(correlationIds, Function.identity())).update();
    }

    /** Whether so many are as many as there may be in a batch, and more may be due. */
    boolean isFullBatch(int decided) {
        return decided == settings.batch();
    }

    /** Those that are due, the longest due first. */
    List<UUID> due(Instant now) {
        return jdbc.sql("select correlation_id from deferred_association where due_at <= ? order by due_at limit ?")
                .params(now.atOffset(ZoneOffset.UTC), settings.batch())
                .query(UUID.class)
                .list();
    }

    /** Locks them; what another transaction has locked is left to it. */
    List<Submission> claim(Collection<UUID> correlationIds) {
        return jdbc.sql("""
                select * from deferred_association where correlation_id = any(?)
                order by due_at for update skip locked""")
                .param(uuids(correlationIds, Function.identity()))
                .query((row, number) -> submission(row))
                .list();
    }

    private static Submission submission(ResultSet row) throws SQLException {
        byte[] number = row.getBytes("sealed_account_number");
        return new Submission(
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
