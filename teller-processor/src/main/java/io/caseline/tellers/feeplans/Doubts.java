package io.caseline.tellers.feeplans;

import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.tellers.feeplans.FeePlans.Change;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The accounts of which it is not certain that the card core and this database have the same plan. A row is there before
 * the core is asked, whatever becomes of the caller's transaction, and goes with the transaction that keeps the change.
 * Callers hold the account's lock.
 */
final class Doubts {
    private final JdbcClient jdbc;
    private final TransactionTemplate atOnce;

    Doubts(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        atOnce = new TransactionTemplate(transactions);
        atOnce.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * @param idempotencyKey the key of the call that the core may have got
     * @param backTo the plan to which that call was to put the account back; null if it was for the change
     */
    record Doubt(
            UUID account, UUID idempotencyKey, @Nullable String backTo) {}

    /** Has a row for each change, at once. What was asked for before, and not kept, is asked for under its key again. */
    Map<UUID, Doubt> open(List<Change> changes, Instant now) {
        Map<UUID, Doubt> doubts = new HashMap<>();
        atOnce.executeWithoutResult(status -> jdbc.sql("""
                insert into fee_plan_doubt (account_id, correlation_id, plan, idempotency_key, since)
                select doubt.*, gen_random_uuid(), :now from unnest(:accounts, :ids, :plans) as doubt
                on conflict (account_id) do update set correlation_id = excluded.correlation_id, since = excluded.since
                returning account_id, idempotency_key, back_to""")
                .param("accounts", uuids(changes, Change::account))
                .param("ids", uuids(changes, Change::correlationId))
                .param("plans", texts(changes, Change::to))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    UUID account = row.getObject("account_id", UUID.class);
                    doubts.put(
                            account,
                            new Doubt(account, row.getObject("idempotency_key", UUID.class), row.getString("back_to")));
                }));
        return doubts;
    }

    /** The account's plan is to be put back no longer: the key for a call of the command's, at once. */
    UUID forward(UUID account) {
        return Objects.requireNonNull(atOnce.execute(status ->
                jdbc.sql("""
                update fee_plan_doubt set idempotency_key = gen_random_uuid(), back_to = null
                where account_id = :account returning idempotency_key""").param("account", account).query(UUID.class).single()));
    }

    /**
     * From now on the account is to be put back to the plan, at once. A call that was made for that already, and may be on
     * its way still, is made again under its key: it must not come after the next change as another call.
     *
     * @return the key; empty if there is no doubt any more, or a newer one
     */
    Optional<UUID> back(UUID account, String plan, OffsetDateTime before) {
        return Objects.requireNonNull(atOnce.execute(status -> jdbc.sql("""
                update fee_plan_doubt set back_to = :plan,
                    idempotency_key = case when back_to = :plan then idempotency_key else gen_random_uuid() end
                where account_id = :account and since < :before returning idempotency_key""")
                .param("plan", plan)
                .param("account", account)
                .param("before", before)
                .query(UUID.class)
                .optional()));
    }

    /** The core has refused the calls under these keys, and would again whatever has changed: new ones, at once. */
    void renew(Collection<UUID> accounts) {
        if (accounts.isEmpty()) {
            return;
        }
        atOnce.executeWithoutResult(status -> jdbc.sql(
                        "update fee_plan_doubt set idempotency_key = gen_random_uuid() where account_id = any(:accounts)")
                .param("accounts", uuids(accounts, Function.identity()))
                .update());
    }

    /** Not settled this time: others come first. */
    void later(UUID account, Instant now) {
        jdbc.sql("update fee_plan_doubt set since = ? where account_id = ?")
                .params(now.atOffset(ZoneOffset.UTC), account)
                .update();
    }

    /** The core has refused: nothing has changed there. At once. */
    void refused(Collection<UUID> accounts) {
        atOnce.executeWithoutResult(status -> settled(accounts));
    }

    /** Core and database have the same plan as soon as the caller's transaction commits. */
    void settled(Collection<UUID> accounts) {
        jdbc.sql("delete from fee_plan_doubt where account_id = any(:accounts)")
                .param("accounts", uuids(accounts, Function.identity()))
                .update();
    }
}
