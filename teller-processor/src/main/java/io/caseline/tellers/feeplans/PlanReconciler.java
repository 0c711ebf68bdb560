package io.caseline.tellers.feeplans;

import io.caseline.tellers.feeplans.CardCoreClient.Call;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Restores the stored fee plan at the card core after a change that was requested there and not stored here: the
 * association was refused, or the command was decided differently when it was read again after a crash.
 */
final class PlanReconciler {
    private static final Logger log = LoggerFactory.getLogger(PlanReconciler.class);
    private static final int BATCH_SIZE = 100;

    /** After this many failures in a row the core is taken for unavailable, not the accounts. */
    private static final int CORE_UNAVAILABLE = 3;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final PendingPlanChanges pending;
    private final CardCoreClient core;
    private final FeePlanSettings settings;
    private final InstantSource clock;
    private final AtomicLong toRestore;

    PlanReconciler(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            PendingPlanChanges pending,
            CardCoreClient core,
            FeePlanSettings settings,
            InstantSource clock,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.pending = pending;
        this.core = core;
        this.settings = settings;
        this.clock = clock;
        toRestore = new AtomicLong();
        Gauge.builder("caseline.fee.plans.pending", toRestore, AtomicLong::doubleValue)
                .description("accounts whose plan at the card core must still be restored")
                .register(meters);
    }

    @Scheduled(fixedDelayString = "${caseline.tellers.fee-plans.reconcile-every}")
    void reconcile() {
        OffsetDateTime before = clock.instant().minus(settings.reconcileAfter()).atOffset(ZoneOffset.UTC);
        List<UUID> accounts = jdbc.sql(
                        "select account_id from pending_plan_change where since < ? order by since limit ?")
                .params(before, BATCH_SIZE)
                .query(UUID.class)
                .list();
        toRestore.set(jdbc.sql("select count(*) from pending_plan_change where since < ? or restore_to is not null")
                .param(before)
                .query(Long.class)
                .single());
        int failures = 0;
        for (UUID account : accounts) {
            try {
                transaction.executeWithoutResult(status -> reconcile(account, before));
                failures = 0;
            } catch (CardCoreUnavailableException e) {
                log.info("The plan of account {} is not restored yet: {}", account, e.getMessage());
                pending.postpone(account, clock.instant());
                if (++failures == CORE_UNAVAILABLE) {
                    return;
                }
            }
        }
    }

    /** Skips an account that a batch has locked, or has reconciled meanwhile. */
    private void reconcile(UUID account, OffsetDateTime before) {
        jdbc.sql("select fee_plan from account where account_id = ? for no key update skip locked")
                .param(account)
                .query(String.class)
                .optional()
                .ifPresent(plan ->
                        pending.beginRestore(account, plan, before).ifPresent(key -> restore(account, key, plan)));
    }

    private void restore(UUID account, UUID key, String plan) {
        if (core.change(List.of(new Call(account, key, plan))).isEmpty()) {
            pending.remove(List.of(account));
            log.info("Account {} is on plan {} at the card core again", account, plan);
            return;
        }
        pending.renewKeys(List.of(account));
        pending.postpone(account, clock.instant());
        log.warn("The card core refuses to put account {} back on plan {}: change it there by hand", account, plan);
    }
}
