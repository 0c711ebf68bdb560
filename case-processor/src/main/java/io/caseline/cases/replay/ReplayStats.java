package io.caseline.cases.replay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Numbers of the open replays for metrics, counted now and then. */
@Component
class ReplayStats {
    private static final Logger log = LoggerFactory.getLogger(ReplayStats.class);

    private final JdbcClient jdbc;
    private volatile Counts counts = new Counts(0, 0, 0, 0, 0);

    ReplayStats(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        replays(meters, "searching", Counts::searching);
        replays(meters, "running", Counts::running);
        replays(meters, "paused", Counts::paused);
        entries(meters, "waiting", Counts::waiting);
        entries(meters, "sent", Counts::sent);
    }

    private record Counts(long searching, long running, long paused, long waiting, long sent) {}

    private void replays(MeterRegistry meters, String state, ToDoubleFunction<Counts> count) {
        Gauge.builder("caseline.replays", this, stats -> count.applyAsDouble(stats.counts))
                .tag("state", state)
                .description("Open replays")
                .register(meters);
    }

    private void entries(MeterRegistry meters, String state, ToDoubleFunction<Counts> count) {
        Gauge.builder("caseline.replays.entries", this, stats -> count.applyAsDouble(stats.counts))
                .tag("state", state)
                .description("Submissions of open replays that have no new outcome yet")
                .register(meters);
    }

    /** Each look reads partial indexes only: those of open replays, and of entries that are not done. */
    @Scheduled(fixedDelayString = "${caseline.ledger.count-every:10s}")
    void count() {
        try {
            counts = jdbc.sql("""
                    select count(*) filter (where state = 'SEARCHING') as searching,
                        count(*) filter (where state = 'RUNNING') as running,
                        count(*) filter (where state = 'PAUSED') as paused,
                        (select count(*) from replay_entry where state = 'WAITING') as waiting,
                        (select count(*) from replay_entry where state = 'SENT') as sent
                    from replay where state in ('SEARCHING', 'RUNNING', 'PAUSED')""").query(Counts.class).single();
        } catch (DataAccessException | TransactionException e) {
            log.debug("The replays cannot be counted", e);
        }
    }
}
