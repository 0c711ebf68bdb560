package io.caseline.cases.ledger;

import io.caseline.messaging.Purge;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Removes created cases after their time, with their earlier outcomes and changes. If such a command comes again later, its case is found in Salesforce by the
 * external id, and the command becomes Created again.
 */
@Component
class LedgerPurge {
    private static final Logger log = LoggerFactory.getLogger(LedgerPurge.class);

    static final String PURGE = """
            WITH purged AS (
                DELETE FROM ledger_entry WHERE ctid = ANY (ARRAY (
                    SELECT ctid FROM ledger_entry WHERE state = 'CREATED' AND created_at < ?
                    ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED))
                RETURNING correlation_id),
            history AS (
                DELETE FROM earlier_outcome WHERE correlation_id = ANY (ARRAY (SELECT correlation_id FROM purged))),
            changes AS (
                DELETE FROM case_change WHERE correlation_id = ANY (ARRAY (SELECT correlation_id FROM purged)))
            SELECT count(*) FROM purged""";

    private final JdbcTemplate jdbc;
    private final LedgerSettings settings;
    private final InstantSource clock;

    LedgerPurge(JdbcTemplate jdbc, LedgerSettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${caseline.ledger.purge-every}",
            fixedDelayString = "${caseline.ledger.purge-every}")
    void purge() {
        Timestamp before = Timestamp.from(clock.instant().minus(settings.keepCreated()));
        long total = Purge.inChunks(
                settings.purgeChunk(),
                () -> Objects.requireNonNull(jdbc.queryForObject(PURGE, Integer.class, before, settings.purgeChunk())));
        if (total > 0) {
            log.info("Purged {} created cases from the ledger, older than {}", total, settings.keepCreated());
        }
    }
}
