package io.caseline.cases.submissions;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.DISCARDED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Neither a page of a list nor the groups read the whole ledger, whatever the filter. */
class SubmissionPlansTest {
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000000");
    private static final Cursor AFTER = new Cursor(Instant.parse("2026-01-01T05:00:00Z"), ID);
    private static @Nullable TestDatabase database;

    @BeforeAll
    static void fill() {
        database = new TestDatabase();
        database.jdbc.sql("""
                insert into ledger_entry (correlation_id, program_code, request_id, state, due_at, case_number, failure_code,
                    failure_fields, replay, received_at, created_at, updated_at)
                select gen_random_uuid(), 'program' || i % 9, gen_random_uuid(), state, at,
                    case when state = 'CREATED' then i::text end, case when state = 'FAILED' then 'CODE' || i % 5 end,
                    case when state = 'FAILED' then 'Subject' end, case when i % 50 = 0 then 3 end, at, at, at
                from (
                    select i, timestamptz '2026-01-01' + i * interval '1 second' as at,
                        case when i % 20 = 0 then 'FAILED' when i % 211 = 0 then 'RECEIVED' when i % 101 = 0 then 'DISCARDED'
                            else 'CREATED' end as state
                    from generate_series(1, 60000) i) as made""").update();
        database.jdbc.sql("vacuum analyze ledger_entry").update();
    }

    @AfterAll
    static void close() {
        if (database != null) {
            database.close();
        }
    }

    static List<SubmissionFilter> filters() {
        List<SubmissionFilter> filters = new ArrayList<>();
        for (CaseState state : List.of(FAILED, CREATED, RECEIVED, DISCARDED)) {
            int optional = state == CREATED ? 4 : 6;
            for (int bits = 0; bits < 1 << optional; bits++) {
                filters.add(filter(state, bits));
            }
            filters.add(new SubmissionFilter(state, null, null, null, null, null, "42", null, null, List.of()));
            filters.add(new SubmissionFilter(state, null, null, null, null, null, null, ID, null, List.of()));
            filters.add(SubmissionFilter.of(ID, state));
        }
        return filters;
    }

    private static SubmissionFilter filter(CaseState state, int bits) {
        return new SubmissionFilter(
                state,
                chosen(bits, 0, "program1"),
                chosen(bits, 4, "NONE"),
                chosen(bits, 5, "Subject"),
                chosen(bits, 1, Instant.parse("2026-01-01T01:00:00Z")),
                chosen(bits, 2, Instant.parse("2026-01-01T10:00:00Z")),
                null,
                null,
                chosen(bits, 3, 3L),
                List.of());
    }

    private static <T> @Nullable T chosen(int bits, int bit, T value) {
        return (bits & 1 << bit) == 0 ? null : value;
    }

    @ParameterizedTest
    @MethodSource("filters")
    void a_page_reads_an_index(SubmissionFilter filter) {
        for (Cursor after : Stream.<@Nullable Cursor>of(null, AFTER).toList()) {
            assertThat(plan(submissions().page("explain", filter, after, 51)))
                    .contains("Index")
                    .doesNotContain("Seq Scan on ledger_entry");
        }
    }

    /** Most of the failed rows would otherwise be read, each from another block; in a small table that is as good. */
    @ParameterizedTest
    @ValueSource(ints = {0b000000, 0b000001, 0b010001, 0b100000, 0b001000, 0b111111})
    void failures_are_counted_and_filtered_without_their_rows(int bits) {
        TestDatabase present = Objects.requireNonNull(database);
        present.transaction.executeWithoutResult(status -> {
            present.jdbc.sql("set local enable_bitmapscan = off").update();
            present.jdbc.sql("set local enable_seqscan = off").update();
            assertThat(plan(submissions().groups("explain", filter(FAILED, bits))))
                    .contains("Index Only Scan using ledger_failed");
            assertThat(plan(submissions().page("explain", filter(FAILED, bits), null, 51)))
                    .contains("Index Only Scan Backward using ledger_failed");
        });
    }

    private static Submissions submissions() {
        return new Submissions(Objects.requireNonNull(database).jdbc, 5);
    }

    private static String plan(JdbcClient.StatementSpec query) {
        return String.join("\n", query.query(String.class).list());
    }
}
