package io.caseline.cases.salesforce;

import io.caseline.cases.ledger.CaseSnapshot;
import io.caseline.cases.salesforce.SalesforceApi.CaseDescription;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Selects what a snapshot of a case tells, as far as this user may read it: a query that names another field is refused, and
 * no case may wait for that.
 */
@Component
class SnapshotFields {
    private static final List<String> FIELDS = List.of("Status", "IsClosed", "Priority", "OwnerId", "SystemModstamp");

    /** Of comments nothing but their number is read. */
    private static final String COMMENTS = "CaseComments";

    /** The ids of queues, which are groups, begin with this. Any other owner is a person, whose name is not kept. */
    private static final String GROUP = "00G";

    /** {@code 2026-01-09T13:25:45.000+0000} */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT);

    private volatile boolean leftOut;
    private volatile boolean complete = true;
    private volatile String selected = "";
    private volatile String comments = "";

    /** What the org says about Case, as this user sees it. */
    void describedBy(CaseDescription org) {
        Set<String> readable = org.fields().stream()
                .map(field -> field.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        selected = FIELDS.stream()
                .filter(field -> readable.contains(field.toLowerCase(Locale.ROOT)))
                .map(field -> field.equals("OwnerId") ? ",OwnerId,Owner.Name" : "," + field)
                .collect(Collectors.joining());
        leftOut = false;
        boolean commentsReadable = org.childRelationships() != null
                && org.childRelationships().stream().anyMatch(child -> COMMENTS.equals(child.relationshipName()));
        comments = commentsReadable ? ",(SELECT Id FROM " + COMMENTS + " WHERE IsDeleted = false)" : "";
        complete = commentsReadable
                && readable.containsAll(FIELDS.stream()
                        .map(field -> field.toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** None of them, until the org says again what this user may read. */
    void leaveOut() {
        leftOut = true;
        complete = false;
        selected = "";
        comments = "";
    }

    /** Whether this user may read all of them; true before the org has said. */
    boolean areComplete() {
        return complete;
    }

    boolean areLeftOut() {
        return leftOut;
    }

    /** To append to the fields that a query selects. */
    String selected() {
        return selected;
    }

    /** With the comments; a query of many cases has smaller pages then. */
    String selectedWithComments() {
        return selected + comments;
    }

    static CaseSnapshot read(JsonNode record) {
        String ownerId = text(record, "OwnerId");
        JsonNode closed = record.path("IsClosed");
        JsonNode children = record.path(COMMENTS);
        return new CaseSnapshot(
                text(record, "Status"),
                closed.isBoolean() ? closed.asBoolean() : null,
                text(record, "Priority"),
                ownerId,
                ownerId != null && ownerId.startsWith(GROUP) ? text(record.path("Owner"), "Name") : null,
                children.isMissingNode()
                        ? null
                        : (Integer) children.path("totalSize").asInt(0),
                record.path("IsDeleted").asBoolean(false),
                text(record, "MasterRecordId"),
                time(record, "SystemModstamp"));
    }

    /** PostgreSQL stores no NUL. */
    private static @Nullable String text(JsonNode record, String field) {
        JsonNode value = record.path(field);
        return value.isString() ? value.asString().replace("\0", "") : null;
    }

    /** Null if it is not there, or cannot be read. */
    static @Nullable Instant time(JsonNode record, String field) {
        try {
            return OffsetDateTime.parse(record.path(field).asString(""), TIME).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
