package io.caseline.cases.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.TestDatabase;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A chunk of the purge costs the same whatever the tables' size, and also where PostgreSQL is wrong about it. */
class LedgerPurgePlanTest {
    private static final Instant BEFORE = Instant.parse("2026-01-01T05:00:00Z");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_chunk_is_found_by_indexes(boolean analyzed) {
        try (TestDatabase database = new TestDatabase()) {
            database.jdbc.sql("""
                    alter table ledger_entry set (autovacuum_enabled = off);
                    alter table earlier_outcome set (autovacuum_enabled = off);
                    alter table case_change set (autovacuum_enabled = off)""").update();
            database.jdbc.sql("""
                    insert into ledger_entry (correlation_id, program_code, request_id, state, due_at, received_at, created_at,
                        updated_at)
                    select gen_random_uuid(), 'gobank', gen_random_uuid(), 'CREATED', at, at, at, at
                    from (select timestamptz '2026-01-01' + i * interval '1 second' as at
                        from generate_series(1, 60000) i) as made""").update();
            database.jdbc.sql("""
                    insert into earlier_outcome (correlation_id, attempt, state, occurred_at)
                    select correlation_id, 1, 'FAILED', created_at from ledger_entry""").update();
            database.jdbc.sql("""
                    insert into case_change (correlation_id, attempt, change, event_id, type, case_number, salesforce_id,
                        occurred_at)
                    select correlation_id, 1, 1, gen_random_uuid(), 'CLOSED', '00001027', '500A', created_at
                    from ledger_entry""").update();
            if (analyzed) {
                database.jdbc.sql("analyze").update();
            }
            List<String> plan = database.jdbc
                    .sql("explain analyze " + LedgerPurge.PURGE)
                    .params(Timestamp.from(BEFORE), 500)
                    .query(String.class)
                    .list();
            assertThat(String.join("\n", plan))
                    .containsPattern("(using|on) ledger_created")
                    .contains("Tid Scan on ledger_entry")
                    .doesNotContain("Seq Scan");
            assertThat(count(database, "ledger_entry"))
                    .isEqualTo(count(database, "earlier_outcome"))
                    .isEqualTo(count(database, "case_change"))
                    .isEqualTo(59_500);
        }
    }

    private static int count(TestDatabase database, String table) {
        return database.jdbc
                .sql("select count(*) from " + table)
                .query(Integer.class)
                .single();
    }
}
