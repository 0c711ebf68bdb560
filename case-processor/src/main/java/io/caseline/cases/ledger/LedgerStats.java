package io.caseline.cases.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

    /** Series of failed submissions by program and code; the smallest groups beyond it share one. */
    static final int MAX_GROUPS = 100;

    private static final String OTHERS = "(others)";

    private final JdbcClient jdbc;
    private final MultiGauge failed;
    private volatile Map<CaseState, Long> counts = new EnumMap<>(CaseState.class);
    private volatile Map<Tags, Long> failedByReason = Map.of();
    private volatile Stats last = new Stats(0, 0, 0, 0, 0);

    LedgerStats(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        for (CaseState state : CaseState.values()) {
            Gauge.builder("caseline.cases.records", this, stats -> stats.count(state))
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .description("Rows of the ledger; created ones are estimated")
                    .register(meters);
        }
        Gauge.builder("caseline.cases.oldest.without.outcome", this, age(Stats::oldest))
                .description("Age of the oldest command without an outcome, replays aside")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("caseline.cases.oldest.failed", this, age(Stats::oldestFailed))
                .description("Time since the oldest failure that nobody has replayed or discarded")
                .baseUnit("seconds")
                .register(meters);
        failed = MultiGauge.builder("caseline.cases.failed")
                .description("Failed submissions by program and code")
                .register(meters);
    }

    private static ToDoubleFunction<LedgerStats> age(ToDoubleFunction<Stats> age) {
        return stats -> age.applyAsDouble(stats.last);
    }

    private record Stats(long received, long discarded, double total, double oldest, double oldestFailed) {}

    private record FailedGroup(String programCode, @Nullable String failureCode, long submissions) {}

    /** Each look reads partial indexes only. */
    @Scheduled(fixedDelayString = "${caseline.ledger.count-every:10s}")
    void count() {
        try {
            List<FailedGroup> groups = jdbc.sql("""
                    select program_code, failure_code, count(*) as submissions from ledger_entry
                    where state = 'FAILED' group by 1, 2 order by 3 desc""").query(FailedGroup.class).list();
            Stats stats = jdbc.sql("""
                    select (select count(*) from ledger_entry where state = 'RECEIVED') as received,
                        (select count(*) from ledger_entry where state = 'DISCARDED') as discarded,
                        (select greatest(reltuples, 0) from pg_class where oid = 'ledger_entry'::regclass) as total,
                        (select coalesce(extract(epoch from now() - min(received_at)), 0) from ledger_entry
                            where state = 'RECEIVED' and replay is null) as oldest,
                        (select coalesce(extract(epoch from now() - min(updated_at)), 0) from ledger_entry
                            where state = 'FAILED') as oldest_failed""").query(Stats.class).single();
            Map<CaseState, Long> now = new EnumMap<>(CaseState.class);
            now.put(CaseState.RECEIVED, stats.received());
            now.put(
                    CaseState.FAILED,
                    groups.stream().mapToLong(FailedGroup::submissions).sum());
            now.put(CaseState.DISCARDED, stats.discarded());
            long others = now.values().stream().mapToLong(Long::longValue).sum();
            now.put(CaseState.CREATED, Math.max(0, (long) stats.total() - others));
            counts = now;
            last = stats;
            show(groups);
        } catch (DataAccessException | TransactionException e) {
            log.debug("The ledger cannot be counted", e);
        }
    }

    /** Bounded: programs come from the gateway's settings, but codes come from an org's rules. */
    private void show(List<FailedGroup> groups) {
        Map<Tags, Long> shown = new HashMap<>();
        int position = 0;
        for (FailedGroup group : groups) {
            boolean own = position++ < MAX_GROUPS;
            shown.merge(
                    own ? tags(group.programCode(), String.valueOf(group.failureCode())) : tags(OTHERS, OTHERS),
                    group.submissions(),
                    Long::sum);
        }
        failedByReason = shown;
        // rows that stay are not registered anew: a scrape in between would miss them
        failed.register(
                shown.keySet().stream()
                        .map(tags -> Row.of(tags, this, stats -> stats.failedByReason.getOrDefault(tags, 0L)))
                        .collect(Collectors.toList()),
                false);
    }

    private static Tags tags(String program, String code) {
        return Tags.of("program", program, "code", code);
    }

    private long count(CaseState state) {
        return counts.getOrDefault(state, 0L);
    }

    /** Commands without an outcome, as last counted. */
    public long withoutOutcome() {
        return count(CaseState.RECEIVED);
    }
}
