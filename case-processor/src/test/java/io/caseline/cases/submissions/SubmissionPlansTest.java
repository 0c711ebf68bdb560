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
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first and any other page of a list never reads the whole ledger, whatever the filter. */
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
            assertThat(plan(filter, after)).contains("Index").doesNotContain("Seq Scan on ledger_entry");
        }
    }

    private static String plan(SubmissionFilter filter, @Nullable Cursor after) {
        TestDatabase present = java.util.Objects.requireNonNull(database);
        return String.join(
                "\n",
                new Submissions(present.jdbc, 5)
                        .page("explain ", filter, after, 51)
                        .query(String.class)
                        .list());
    }
}
