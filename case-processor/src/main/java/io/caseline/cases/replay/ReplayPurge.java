package io.caseline.cases.replay;

import io.caseline.messaging.Purge;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes replays that ended long ago, with their snapshots. What was done stays in the audit. */
@Component
class ReplayPurge {
    /** Entries that one transaction deletes. */
    private static final int CHUNK = 5_000;

    private final JdbcClient jdbc;
    private final ReplaySettings settings;

    ReplayPurge(JdbcClient jdbc, ReplaySettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    @Scheduled(
            initialDelayString = "${caseline.ledger.purge-every}",
            fixedDelayString = "${caseline.ledger.purge-every}")
    void purge() {
        Purge.inChunks(CHUNK, this::purgeEntries);
        jdbc.sql("""
                delete from replay where ended_at < now() - :keep * interval '1 second'
                    and not exists (select from replay_entry where replay_entry.replay = replay.id)""").param("keep", settings.keep().toSeconds()).update();
    }

    private int purgeEntries() {
        return jdbc.sql("""
                delete from replay_entry where ctid = any(array(
                    select ctid from replay_entry where replay = any(array(
                        select id from replay where ended_at < now() - :keep * interval '1 second'))
                    limit :chunk for update skip locked))""")
                .param("keep", settings.keep().toSeconds())
                .param("chunk", CHUNK)
                .update();
    }
}
