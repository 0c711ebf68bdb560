package io.caseline.cases.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Numbers of the ledger for metrics and for the inbox's bound, counted now and then. */
@Component
public class LedgerStats {
    private static final Logger log = LoggerFactory.getLogger(LedgerStats.class);

    private final JdbcClient jdbc;
    private volatile Map<CaseState, Long> counts = new EnumMap<>(CaseState.class);
    private volatile double oldestSeconds;

    LedgerStats(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        for (CaseState state : CaseState.values()) {
            Gauge.builder("caseline.cases.records", this, stats -> stats.count(state))
                    .tag("state", state.name().toLowerCase(java.util.Locale.ROOT))
                    .description("Rows of the ledger; created ones are estimated")
                    .register(meters);
        }
        Gauge.builder("caseline.cases.oldest.without.outcome", this, stats -> stats.oldestSeconds)
                .description("Age of the oldest command without an outcome, replays aside")
                .baseUnit("seconds")
                .register(meters);
    }

    private record Stats(long received, long failed, long discarded, double total, double oldest) {}

    /** Each look reads partial indexes only. */
    @Scheduled(fixedDelayString = "${caseline.ledger.count-every:10s}")
    void count() {
        try {
            Stats stats = jdbc.sql("""
                    select (select count(*) from ledger_entry where state = 'RECEIVED') as received,
                        (select count(*) from ledger_entry where state = 'FAILED') as failed,
                        (select count(*) from ledger_entry where state = 'DISCARDED') as discarded,
                        (select greatest(reltuples, 0) from pg_class where oid = 'ledger_entry'::regclass) as total,
                        (select coalesce(extract(epoch from now() - min(received_at)), 0) from ledger_entry
                            where state = 'RECEIVED' and replay is null) as oldest""").query(Stats.class).single();
            Map<CaseState, Long> now = new EnumMap<>(CaseState.class);
            now.put(CaseState.RECEIVED, stats.received());
            now.put(CaseState.FAILED, stats.failed());
            now.put(CaseState.DISCARDED, stats.discarded());
            long others = stats.received() + stats.failed() + stats.discarded();
            now.put(CaseState.CREATED, Math.max(0, (long) stats.total() - others));
            counts = now;
            oldestSeconds = stats.oldest();
        } catch (DataAccessException | TransactionException e) {
            log.debug("The ledger cannot be counted", e);
        }
    }

    private long count(CaseState state) {
        return counts.getOrDefault(state, 0L);
    }

    /** Commands without an outcome, as last counted. */
    public long withoutOutcome() {
        return count(CaseState.RECEIVED);
    }
}
