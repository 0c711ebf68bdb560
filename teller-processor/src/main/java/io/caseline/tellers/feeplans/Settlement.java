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

    /** So many accounts in a row are not one account's trouble. */
    private static final int CORE_IS_AWAY = 3;

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
        doubtful.set(jdbc.sql("select count(*) from fee_plan_doubt where since < ? or back_to is not null")
                .param(before)
                .query(Long.class)
                .single());
        int inARow = 0;
        for (UUID account : accounts) {
            try {
                transaction.executeWithoutResult(status -> settle(account, before));
                inARow = 0;
            } catch (CardCoreAway e) {
                log.info("Account {} is not put back yet: {}", account, e.code());
                doubts.later(account, clock.instant());
                if (++inARow == CORE_IS_AWAY) {
                    return;
                }
            }
        }
    }

    /** Does nothing if a batch has the account in its hands, or has settled it since. */
    private void settle(UUID account, OffsetDateTime before) {
        jdbc.sql("select fee_plan from account where account_id = ? for no key update skip locked")
                .param(account)
                .query(String.class)
                .optional()
                .ifPresent(plan -> doubts.back(account, plan, before).ifPresent(key -> putBack(account, key, plan)));
    }

    private void putBack(UUID account, UUID key, String plan) {
        if (core.change(List.of(new Call(account, key, plan))).isEmpty()) {
            doubts.settled(List.of(account));
            log.info("Account {} is on the plan {} at the card core again", account, plan);
            return;
        }
        doubts.renew(List.of(account));
        doubts.later(account, clock.instant());
        log.warn("The card core refuses to put account {} back on the plan {}: a person must", account, plan);
    }
}
