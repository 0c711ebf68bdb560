package io.caseline.tellers.outcome;

import io.caseline.messaging.Purge;
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
        long total = Purge.inChunks(settings.purgeChunk(), this::purgeChunk);
        if (total > 0) {
            log.info("Purged {} outcomes of rejected commands older than {}", total, settings.keepRejected());
        }
    }

    private int purgeChunk() {
        return jdbc.sql("""
                delete from teller_outcome where ctid = any(array(
                    select ctid from teller_outcome where state = 'REJECTED' and decided_at < ?
                    order by decided_at limit ? for update skip locked))""")
                .params(clock.instant().minus(settings.keepRejected()).atOffset(ZoneOffset.UTC), settings.purgeChunk())
                .update();
    }
}
