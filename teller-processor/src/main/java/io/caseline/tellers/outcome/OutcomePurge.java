package io.caseline.tellers.outcome;

import java.time.InstantSource;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes the outcomes of rejected commands after a set time. A repeat after that is decided anew: a rejection had no
 * effect. The outcome of an association stays as long as its history.
 */
@Component
public final class OutcomePurge {
    private static final Logger log = LoggerFactory.getLogger(OutcomePurge.class);

    private final JdbcClient jdbc;
    private final OutcomeSettings settings;
    private final InstantSource clock;

    OutcomePurge(JdbcClient jdbc, OutcomeSettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${caseline.tellers.outcomes.purge-every}",
            fixedDelayString = "${caseline.tellers.outcomes.purge-every}")
    public void purge() {
        int total = 0;
        int removed;
        do {
            removed = purgeSome();
            total += removed;
        } while (removed == settings.purgeChunk());
        if (total > 0) {
            log.info("Purged {} outcomes of rejected commands older than {}", total, settings.keepRejected());
        }
    }

    /** Several instances can purge at the same time, each its own rows. */
    private int purgeSome() {
        return jdbc.sql("""
                delete from teller_outcome where correlation_id in (
                    select correlation_id from teller_outcome where state = 'REJECTED' and decided_at < ?
                    order by decided_at limit ? for update skip locked)""")
                .params(clock.instant().minus(settings.keepRejected()).atOffset(ZoneOffset.UTC), settings.purgeChunk())
                .update();
    }
}
