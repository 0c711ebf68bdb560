package io.caseline.cases.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A case in Salesforce as it was last seen; null where that is not known. It has no text that a person wrote.
 *
 * @param ownerId of a user or a queue
 * @param queue name of the owner if it is a queue; never a person's name
 * @param comments number of comments
 * @param mergedInto id of the case that this one became part of
 * @param modifiedAt its SystemModstamp, to the second
 */
public record CaseSnapshot(
        @Nullable String status,
        @Nullable Boolean closed,
        @Nullable String priority,
        @Nullable String ownerId,
        @Nullable String queue,
        @Nullable Integer comments,
        boolean deleted,
        @Nullable String mergedInto,
        @Nullable Instant modifiedAt) {

    public static final CaseSnapshot UNKNOWN = new CaseSnapshot(null, null, null, null, null, null, false, null, null);

    /** The columns that {@link #of} reads. */
    static final String COLUMNS = """
            entry.status, entry.closed, entry.priority, entry.owner_id, entry.queue, entry.comments, entry.deleted,
            entry.merged_into, entry.modified_at""";

    static CaseSnapshot of(ResultSet row) throws SQLException {
        return new CaseSnapshot(
                row.getString("status"),
                row.getObject("closed", Boolean.class),
                row.getString("priority"),
                row.getString("owner_id"),
                row.getString("queue"),
                row.getObject("comments", Integer.class),
                row.getBoolean("deleted"),
                row.getString("merged_into"),
                LedgerEntry.instant(row, "modified_at"));
    }

    public boolean isClosed() {
        return Boolean.TRUE.equals(closed);
    }
}
