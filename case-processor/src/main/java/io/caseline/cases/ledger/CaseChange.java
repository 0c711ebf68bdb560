package io.caseline.cases.ledger;

import io.caseline.schemas.CloudEventHeaders;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A change of a created case in Salesforce, between two looks at it.
 *
 * @param attempt number of the outcome that created the case
 * @param number of the change since, from 1
 * @param before what was seen before; of a stored change without comments and time
 * @param occurredAt by Salesforce's clock
 */
public record CaseChange(
        UUID correlationId,
        int attempt,
        int number,
        UUID eventId,
        Type type,
        String caseNumber,
        String salesforceId,
        CaseSnapshot before,
        CaseSnapshot after,
        Instant occurredAt) {

    /** What happened. If several things did, the first of these that applies. */
    public enum Type {
        MERGED,
        DELETED,
        RESTORED,
        CLOSED,
        REOPENED,
        CHANGED
    }

    /** The columns of {@code case_change change} that {@link #of} reads. */
    public static final String COLUMNS = """
            change.correlation_id, change.attempt, change.change, change.event_id, change.type, change.case_number,
            change.salesforce_id, change.status, change.previous_status, change.closed, change.previous_closed,
            change.priority, change.previous_priority, change.owner_id, change.previous_owner_id, change.queue,
            change.previous_queue, change.comments, change.merged_into, change.occurred_at""";

    /**
     * The change that a look at a created case shows; empty if it is as it was seen before, or has been seen later.
     *
     * <p>Of a case that was not known before, only an end counts: that it is closed, deleted or merged.
     *
     * @param seen with a time
     */
    public static Optional<CaseChange> between(LedgerEntry entry, CaseSnapshot seen) {
        CaseSnapshot before = entry.snapshot();
        Instant modifiedAt = Objects.requireNonNull(seen.modifiedAt());
        if (before.modifiedAt() != null && modifiedAt.isBefore(before.modifiedAt())) {
            return Optional.empty();
        }
        CaseSnapshot after = withKnown(seen, before);
        Type type = type(before, after);
        boolean unknown = before.modifiedAt() == null && type == Type.CHANGED;
        if (unknown || isSame(before, after)) {
            return Optional.empty();
        }
        return Optional.of(new CaseChange(
                entry.correlationId(),
                entry.attempts(),
                entry.changes() + 1,
                CloudEventHeaders.changeId(
                        entry.correlationId(),
                        modifiedAt,
                        Arrays.asList(
                                after.status(),
                                after.closed(),
                                after.priority(),
                                after.ownerId(),
                                after.comments(),
                                after.deleted(),
                                after.mergedInto())),
                type,
                Objects.requireNonNull(entry.caseNumber()),
                Objects.requireNonNull(entry.salesforceId()),
                before,
                after,
                modifiedAt));
    }

    /** What this user may no longer read stays as it was; so do the comments of a deleted case, which are deleted with it. */
    private static CaseSnapshot withKnown(CaseSnapshot seen, CaseSnapshot before) {
        boolean ownerKnown = seen.ownerId() != null;
        return new CaseSnapshot(
                seen.status() == null ? before.status() : seen.status(),
                seen.closed() == null ? before.closed() : seen.closed(),
                seen.priority(),
                ownerKnown ? seen.ownerId() : before.ownerId(),
                ownerKnown ? seen.queue() : before.queue(),
                seen.comments() == null || seen.deleted() ? before.comments() : seen.comments(),
                seen.deleted(),
                seen.mergedInto(),
                seen.modifiedAt());
    }

    private static boolean isSame(CaseSnapshot before, CaseSnapshot after) {
        return Objects.equals(before.status(), after.status())
                && before.isClosed() == after.isClosed()
                && Objects.equals(before.priority(), after.priority())
                && Objects.equals(before.ownerId(), after.ownerId())
                && Objects.requireNonNullElse(before.comments(), 0)
                        .equals(Objects.requireNonNullElse(after.comments(), 0))
                && before.deleted() == after.deleted()
                && Objects.equals(before.mergedInto(), after.mergedInto());
    }

    private static Type type(CaseSnapshot before, CaseSnapshot after) {
        if (after.deleted() && !before.deleted()) {
            return after.mergedInto() == null ? Type.DELETED : Type.MERGED;
        }
        if (before.deleted() && !after.deleted()) {
            return Type.RESTORED;
        }
        if (after.isClosed() != before.isClosed()) {
            return after.isClosed() ? Type.CLOSED : Type.REOPENED;
        }
        return Type.CHANGED;
    }

    public static CaseChange of(ResultSet row, int number) throws SQLException {
        Type type = Type.valueOf(row.getString("type"));
        Instant occurredAt = row.getTimestamp("occurred_at").toInstant();
        return new CaseChange(
                row.getObject("correlation_id", UUID.class),
                row.getInt("attempt"),
                row.getInt("change"),
                row.getObject("event_id", UUID.class),
                type,
                row.getString("case_number"),
                row.getString("salesforce_id"),
                new CaseSnapshot(
                        row.getString("previous_status"),
                        row.getObject("previous_closed", Boolean.class),
                        row.getString("previous_priority"),
                        row.getString("previous_owner_id"),
                        row.getString("previous_queue"),
                        null,
                        false,
                        null,
                        null),
                new CaseSnapshot(
                        row.getString("status"),
                        row.getObject("closed", Boolean.class),
                        row.getString("priority"),
                        row.getString("owner_id"),
                        row.getString("queue"),
                        row.getObject("comments", Integer.class),
                        type == Type.DELETED || type == Type.MERGED,
                        row.getString("merged_into"),
                        occurredAt),
                occurredAt);
    }
}
