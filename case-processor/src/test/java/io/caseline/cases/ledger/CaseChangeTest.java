package io.caseline.cases.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which looks at a case show a change, and which one. */
class CaseChangeTest {
    private static final Instant THEN = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant LATER = THEN.plusSeconds(60);
    private static final UUID ID = UUID.fromString("06e33e98-5c40-4c1a-967b-930f28f509a4");
    private static final CaseSnapshot OPEN = snapshot("New", false, "Medium", 0, false, null, THEN);

    @Test
    void a_case_that_looks_the_same_has_not_changed() {
        assertThat(change(OPEN, snapshot("New", false, "Medium", 0, false, null, LATER)))
                .isEmpty();
        assertThat(change(OPEN, snapshot("New", false, "Medium", null, false, null, LATER)))
                .as("comments that may not be read")
                .isEmpty();
    }

    @Test
    void a_look_that_is_older_than_what_is_known_shows_nothing() {
        assertThat(change(OPEN, snapshot("Closed", true, "Medium", 0, false, null, THEN.minusSeconds(1))))
                .isEmpty();
        assertThat(change(OPEN, snapshot("Closed", true, "Medium", 0, false, null, THEN)))
                .as("in the same second")
                .isPresent();
    }

    @Test
    void the_type_is_the_first_that_applies() {
        CaseSnapshot closed = snapshot("Closed", true, "Medium", 0, false, null, THEN);
        CaseSnapshot deleted = snapshot("New", false, "Medium", 0, true, null, THEN);
        assertThat(type(OPEN, snapshot("Working", false, "Medium", 0, false, null, LATER)))
                .isEqualTo(CaseChange.Type.CHANGED);
        assertThat(type(OPEN, snapshot("New", false, "Medium", 1, false, null, LATER)))
                .isEqualTo(CaseChange.Type.CHANGED);
        assertThat(type(OPEN, snapshot("Closed", true, "High", 1, false, null, LATER)))
                .isEqualTo(CaseChange.Type.CLOSED);
        assertThat(type(closed, snapshot("Working", false, "Medium", 0, false, null, LATER)))
                .isEqualTo(CaseChange.Type.REOPENED);
        assertThat(type(closed, snapshot("Done", true, "Medium", 0, false, null, LATER)))
                .isEqualTo(CaseChange.Type.CHANGED);
        assertThat(type(OPEN, snapshot("Closed", true, "Medium", 0, true, null, LATER)))
                .isEqualTo(CaseChange.Type.DELETED);
        assertThat(type(OPEN, snapshot("New", false, "Medium", 0, true, "500B", LATER)))
                .isEqualTo(CaseChange.Type.MERGED);
        assertThat(type(deleted, snapshot("Closed", true, "Medium", 0, false, null, LATER)))
                .isEqualTo(CaseChange.Type.RESTORED);
    }

    /** Salesforce deletes comments with their case. */
    @Test
    void a_deleted_case_keeps_the_number_of_its_comments() {
        CaseSnapshot commented = snapshot("New", false, "Medium", 3, false, null, THEN);
        CaseChange change = change(commented, snapshot("New", false, "Medium", 0, true, null, LATER))
                .orElseThrow();
        assertThat(change.after().comments()).isEqualTo(3);
        assertThat(change(change.after(), snapshot("New", false, "Medium", 3, false, null, LATER.plusSeconds(1))))
                .get()
                .extracting(CaseChange::type)
                .isEqualTo(CaseChange.Type.RESTORED);
    }

    @Test
    void what_may_not_be_read_any_more_stays_as_it_was() {
        CaseSnapshot hidden = new CaseSnapshot(null, null, "Medium", null, null, null, false, null, LATER);
        assertThat(change(OPEN, hidden)).isEmpty();
    }

    @Test
    void of_a_case_that_was_not_known_only_an_end_counts() {
        assertThat(change(CaseSnapshot.UNKNOWN, snapshot("Working", false, "High", 2, false, null, LATER)))
                .isEmpty();
        assertThat(type(CaseSnapshot.UNKNOWN, snapshot("Closed", true, "High", 2, false, null, LATER)))
                .isEqualTo(CaseChange.Type.CLOSED);
        assertThat(type(CaseSnapshot.UNKNOWN, snapshot("New", false, "High", 2, true, null, LATER)))
                .isEqualTo(CaseChange.Type.DELETED);
    }

    /** A restored database counts anew, and must not tell a change under another id. */
    @Test
    void the_event_id_depends_on_time_and_state_and_not_on_how_many_changes_were_seen() {
        CaseSnapshot working = snapshot("Working", false, "Medium", 0, false, null, LATER);
        CaseSnapshot other = snapshot("Other", false, "Medium", 0, false, null, THEN);
        assertThat(CaseChange.between(entry(OPEN, 0), working).orElseThrow().eventId())
                .isEqualTo(CaseChange.between(entry(other, 7), working)
                        .orElseThrow()
                        .eventId());
        assertThat(change(OPEN, working).orElseThrow().eventId())
                .isNotEqualTo(change(OPEN, snapshot("Working", false, "High", 0, false, null, LATER))
                        .orElseThrow()
                        .eventId());
    }

    private static CaseChange.Type type(CaseSnapshot before, CaseSnapshot seen) {
        return change(before, seen).orElseThrow().type();
    }

    private static Optional<CaseChange> change(CaseSnapshot before, CaseSnapshot seen) {
        return CaseChange.between(entry(before, 0), seen);
    }

    private static LedgerEntry entry(CaseSnapshot snapshot, int changes) {
        return new LedgerEntry(
                ID,
                "gobank",
                ID,
                CaseState.CREATED,
                1,
                "00001027",
                "500A",
                null,
                null,
                null,
                Optional.empty(),
                null,
                THEN,
                THEN,
                snapshot,
                changes);
    }

    private static CaseSnapshot snapshot(
            String status,
            boolean closed,
            String priority,
            @Nullable Integer comments,
            boolean deleted,
            @Nullable String mergedInto,
            Instant modifiedAt) {
        return new CaseSnapshot(status, closed, priority, "005A", null, comments, deleted, mergedInto, modifiedAt);
    }
}
