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
 * The accounts whose fee plan may differ between the card core and this database. A row is committed before the core is
 * called, in a transaction of its own, and is deleted in the transaction that stores the change. Callers hold the account's
 * lock.
 */
final class PendingPlanChanges {
    private final JdbcClient jdbc;
    private final TransactionTemplate ownTransaction;

    PendingPlanChanges(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        ownTransaction = new TransactionTemplate(transactions);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * @param idempotencyKey the key of the call that the core may have received
     * @param restoreTo the plan that this call was to restore; null if it was for the change itself
     */
    record PendingChange(
            UUID account, UUID idempotencyKey, @Nullable String restoreTo) {}

    /** Commits a row for each change. A change that was requested before and not stored keeps its key. */
    Map<UUID, PendingChange> open(List<Change> changes, Instant now) {
        Map<UUID, PendingChange> pending = new HashMap<>();
        ownTransaction.executeWithoutResult(status -> jdbc.sql("""
                insert into pending_plan_change (account_id, correlation_id, plan, idempotency_key, since)
                select change.*, gen_random_uuid(), :now from unnest(:accounts, :ids, :plans) as change
                on conflict (account_id) do update set correlation_id = excluded.correlation_id, since = excluded.since
                returning account_id, idempotency_key, restore_to""")
                .param("accounts", uuids(changes, Change::account))
                .param("ids", uuids(changes, Change::correlationId))
                .param("plans", texts(changes, Change::to))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    UUID account = row.getObject("account_id", UUID.class);
                    pending.put(
                            account,
                            new PendingChange(
                                    account,
                                    row.getObject("idempotency_key", UUID.class),
                                    row.getString("restore_to")));
                }));
        return pending;
    }

    /** Commits that the account's plan is no longer to be restored, and returns the key for the command's own call. */
    UUID endRestore(UUID account) {
        return Objects.requireNonNull(ownTransaction.execute(status ->
                jdbc.sql("""
                update pending_plan_change set idempotency_key = gen_random_uuid(), restore_to = null
                where account_id = :account returning idempotency_key""").param("account", account).query(UUID.class).single()));
    }

    /**
     * Commits that the account's plan is to be restored. A call that was made for this before, and may still be on its way,
     * keeps its key: under another key it could take effect after the next change.
     *
     * @return the key; empty if the change is no longer pending, or was requested anew
     */
    Optional<UUID> beginRestore(UUID account, String plan, OffsetDateTime before) {
        return Objects.requireNonNull(ownTransaction.execute(status -> jdbc.sql("""
                update pending_plan_change set restore_to = :plan,
                    idempotency_key = case when restore_to = :plan then idempotency_key else gen_random_uuid() end
                where account_id = :account and since < :before returning idempotency_key""")
                .param("plan", plan)
                .param("account", account)
                .param("before", before)
                .query(UUID.class)
                .optional()));
    }

    /** Commits new keys for calls that the core has refused: it would refuse the old keys for ever. */
    void renewKeys(Collection<UUID> accounts) {
        if (accounts.isEmpty()) {
            return;
        }
        ownTransaction.executeWithoutResult(status -> jdbc.sql(
                        "update pending_plan_change set idempotency_key = gen_random_uuid() where account_id = any(:accounts)")
                .param("accounts", uuids(accounts, Function.identity()))
                .update());
    }

    /** Puts the account behind all others that are pending. */
    void postpone(UUID account, Instant now) {
        jdbc.sql("update pending_plan_change set since = ? where account_id = ?")
                .params(now.atOffset(ZoneOffset.UTC), account)
                .update();
    }

    /** Commits that the core has refused the changes: nothing has changed there. */
    void removeRefused(Collection<UUID> accounts) {
        ownTransaction.executeWithoutResult(status -> remove(accounts));
    }

    /** In the caller's transaction: once it commits, core and database have the same plan. */
    void remove(Collection<UUID> accounts) {
        jdbc.sql("delete from pending_plan_change where account_id = any(:accounts)")
                .param("accounts", uuids(accounts, Function.identity()))
                .update();
    }
}
