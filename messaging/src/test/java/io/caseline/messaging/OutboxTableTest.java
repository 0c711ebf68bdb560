package io.caseline.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However many rows wait, the publisher reads and deletes its batch by index. */
class OutboxTableTest {
    private static final int ROWS = 20_000;

    private final OutboxFixture fixture = new OutboxFixture();
    private final OutboxTable table = new OutboxTable(fixture.jdbc, fixture.topics);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_backlog_in_a_table_that_was_vacuumed_while_it_was_empty_is_published_by_index() {
        insert(1_000);
        fixture.jdbc.sql("delete from outbox").update();
        fixture.jdbc.sql("vacuum analyze outbox").update(); // tells the planner that the table has no rows
        insert(ROWS);

        assertThat(publishBatch()).isZero();
    }

    @Test
    void a_backlog_is_published_by_index_after_many_small_batches() {
        for (int batch = 0; batch < 20; batch++) {
            insert(1);
            publishBatch();
        }
        insert(ROWS);

        assertThat(publishBatch()).isZero();
    }

    private void insert(int rows) {
        fixture.add(Stream.generate(UUID::randomUUID).limit(rows).toArray(UUID[]::new));
    }

    /** Publishes the oldest rows, and returns how many rows PostgreSQL read without an index for that. */
    private long publishBatch() {
        return fixture.transaction.execute(status -> {
            long before = rowsReadByScans();
            table.delete(table.oldest(0, 1_000));
            return rowsReadByScans() - before;
        });
    }

    /** Of this transaction, and perhaps of some before it. */
    private long rowsReadByScans() {
        return fixture.jdbc
                .sql("select seq_tup_read from pg_stat_xact_user_tables where relname = 'outbox'")
                .query(Long.class)
                .single();
    }
}
