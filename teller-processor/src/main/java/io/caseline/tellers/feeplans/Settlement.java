package io.caseline.tellers.feeplans;

import io.caseline.tellers.feeplans.CardCore.Call;
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
 * Puts the card core back to the plan that is kept here, where a change was asked for and not kept: its association was
 * refused, or its command was decided otherwise when it came again after a crash.
 */
final class Settlement {
    private static final Logger log = LoggerFactory.getLogger(Settlement.class);
    private static final int AT_A_TIME = 100;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Doubts doubts;
    private final CardCore core;
    private final FeePlanSettings settings;
    private final InstantSource clock;
    private final AtomicLong doubtful;

    Settlement(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Doubts doubts,
            CardCore core,
            FeePlanSettings settings,
            InstantSource clock,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.doubts = doubts;
        this.core = core;
        this.settings = settings;
        this.clock = clock;
        doubtful = new AtomicLong();
        Gauge.builder("caseline.fee.plans.doubtful", doubtful, AtomicLong::doubleValue)
                .description("accounts whose plan at the card core is still to be put back")
                .register(meters);
    }

    @Scheduled(fixedDelayString = "${caseline.tellers.fee-plans.settle-every}")
    void settle() {
        OffsetDateTime before = clock.instant().minus(settings.settleAfter()).atOffset(ZoneOffset.UTC);
        List<UUID> accounts = jdbc.sql("select account_id from fee_plan_doubt where since < ? order by since limit ?")
                .params(before, AT_A_TIME)
                .query(UUID.class)
                .list();
        doubtful.set(accounts.size());
        for (UUID account : accounts) {
            try {
                transaction.executeWithoutResult(status -> settle(account, before));
            } catch (CardCoreAway e) {
                log.debug("Not settled: {}", e.code());
                return;
            }
        }
    }

    /** Does nothing if a batch has the account in its hands, or has settled it since. */
    private void settle(UUID account, OffsetDateTime before) {
        jdbc.sql("""
                select account.fee_plan from account join fee_plan_doubt using (account_id)
                where account_id = ? and since < ? for no key update of account skip locked""").params(account, before).query(String.class).optional().ifPresent(plan -> putBack(account, plan));
    }

    private void putBack(UUID account, String plan) {
        UUID key = doubts.renew(account, true);
        if (core.change(List.of(new Call(account, key, plan))).isEmpty()) {
            doubts.settled(List.of(account));
            log.info("Account {} is on the plan {} at the card core again", account, plan);
            return;
        }
        doubts.later(account, clock.instant());
        log.warn("The card core refuses to put account {} back on the plan {}: a person must", account, plan);
    }
}
