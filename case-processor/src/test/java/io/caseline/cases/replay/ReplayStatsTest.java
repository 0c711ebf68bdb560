package io.caseline.cases.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayStatsTest {
    private final TestDatabase database = new TestDatabase();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ReplayStats stats = new ReplayStats(database.jdbc, meters);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void open_replays_and_their_entries_without_an_outcome_are_counted() {
        replay(1, "RUNNING", "SENT", "WAITING", "WAITING", "CREATED", "SKIPPED");
        replay(2, "PAUSED", "WAITING", "FAILED");
        replay(3, "FINISHED", "CREATED", "FAILED");
        replay(4, "CANCELLED", "CANCELLED");
        stats.count();

        assertThat(value("caseline.replays", "searching")).isZero();
        assertThat(value("caseline.replays", "running")).isEqualTo(1);
        assertThat(value("caseline.replays", "paused")).isEqualTo(1);
        assertThat(value("caseline.replays.entries", "waiting")).isEqualTo(3);
        assertThat(value("caseline.replays.entries", "sent")).isEqualTo(1);
    }

    private void replay(long id, String state, String... entries) {
        database.jdbc.sql("""
                insert into replay (id, version, state, filter, reason, started_by, started_at, canary_passed, total)
                values (?, 0, ?, 'all=true', 'The rule is gone', 'ana', now(), true, ?)""").params(id, state, entries.length).update();
        for (int position = 0; position < entries.length; position++) {
            database.jdbc.sql("""
                    insert into replay_entry (replay, position, correlation_id, program_code, state)
                    values (?, ?, gen_random_uuid(), 'gobank', ?)""").params(id, position, entries[position]).update();
        }
    }

    private double value(String metric, String state) {
        return meters.get(metric).tag("state", state).gauge().value();
    }
}
