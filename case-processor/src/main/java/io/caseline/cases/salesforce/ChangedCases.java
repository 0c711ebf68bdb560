package io.caseline.cases.salesforce;

import io.caseline.cases.ledger.CaseSnapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Queries cases that have a correlation id, deleted ones too, with one call for a page. Nothing that a person wrote is read. */
@Component
public class ChangedCases {
    /** As many as the API returns at once. */
    static final int PAGE_SIZE = 2000;

    /** Correlation ids that one query names, so that its address stays below 16 KB. */
    public static final int MAX_IDS = 200;

    private final SalesforceApi api;
    private final ApiCalls calls;
    private final SalesforceSettings settings;
    private final CallBudget budget;
    private final OrgCheck orgCheck;
    private final SnapshotFields fields;

    ChangedCases(
            SalesforceApi api,
            ApiCalls calls,
            SalesforceSettings settings,
            CallBudget budget,
            OrgCheck orgCheck,
            SnapshotFields fields) {
        this.api = api;
        this.calls = calls;
        this.settings = settings;
        this.budget = budget;
        this.orgCheck = orgCheck;
        this.fields = fields;
    }

    /** A case as the org has it now. Of several with one correlation id, all but one are deleted. */
    public record OrgCase(UUID correlationId, String salesforceId, CaseSnapshot snapshot) {}

    /** The last case of a page. The next page begins behind it, in the order of times and, within a second, of ids. */
    public record Mark(Instant modifiedAt, String id) {}

    /**
     * @param end null if the page has no case
     * @param orgTime when the org answered, by its own clock; null if it does not say
     */
    public record Page(
            List<OrgCase> cases,
            @Nullable Mark end,
            boolean last,
            @Nullable Instant orgTime) {}

    /**
     * Cases that were changed since, the earliest change first.
     *
     * @param behind the last case of the page before; null for the first page
     * @throws SalesforceException if the org cannot be used now, or refuses the query
     */
    public Page changedSince(Instant since, @Nullable Mark behind) {
        String external = settings.externalIdField();
        ResponseEntity<JsonNode> response = query(
                "changes",
                "%s != null AND %s ORDER BY SystemModstamp, Id LIMIT %d"
                        .formatted(
                                external,
                                behind == null ? "SystemModstamp >= " + literal(since) : behind(behind),
                                PAGE_SIZE));
        JsonNode body = Objects.requireNonNull(response.getBody());
        JsonNode records = body.path("records");
        long date = response.getHeaders().getDate();
        return new Page(
                cases(records),
                records.isEmpty() ? null : mark(records.get(records.size() - 1)),
                body.path("done").asBoolean(false) && records.size() < PAGE_SIZE,
                date < 0 ? null : Instant.ofEpochMilli(date));
    }

    /**
     * The cases of these correlation ids, deleted ones too.
     *
     * @param correlationIds at most {@link #MAX_IDS}
     * @throws SalesforceException if the org cannot be used now, or refuses the query
     */
    public List<OrgCase> find(Collection<UUID> correlationIds) {
        ResponseEntity<JsonNode> response =
                query("changes", settings.externalIdField() + " IN " + CompositeRequests.list(correlationIds));
        return cases(Objects.requireNonNull(response.getBody()).path("records"));
    }

    private ResponseEntity<JsonNode> query(String kind, String condition) {
        budget.check();
        orgCheck.requireFit();
        String soql = "SELECT Id," + settings.externalIdField() + ",IsDeleted,MasterRecordId"
                + fields.selectedWithComments() + " FROM Case WHERE " + condition;
        ResponseEntity<JsonNode> response;
        try {
            response = calls.make(
                    kind, token -> api.queryAll(token.apiUrl(), settings.apiVersion(), token.bearer(), soql));
        } catch (CallRefusedException e) {
            if (e.code().equals(SalesforceCodes.INVALID_FIELD)) {
                fields.leaveOut(); // until the org has said what this user may read now
            }
            throw e;
        }
        if (response.getBody() == null || !response.getBody().path("records").isArray()) {
            throw new SalesforceUnavailableException("RESPONSE_NOT_READABLE", true, null);
        }
        return response;
    }

    private static String behind(Mark mark) {
        String time = literal(mark.modifiedAt());
        return "(SystemModstamp > %s OR (SystemModstamp = %s AND Id > '%s'))".formatted(time, time, mark.id());
    }

    /** Times in the org have seconds. */
    private static String literal(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Mark mark(JsonNode record) {
        return new Mark(
                Objects.requireNonNullElse(SnapshotFields.time(record, "SystemModstamp"), Instant.EPOCH),
                record.path("Id").asString(""));
    }

    private List<OrgCase> cases(JsonNode records) {
        List<OrgCase> cases = new ArrayList<>();
        for (JsonNode record : records) {
            CaseSnapshot snapshot = SnapshotFields.read(record);
            UUID id = correlationId(record);
            if (id != null && snapshot.modifiedAt() != null) {
                cases.add(new OrgCase(id, record.path("Id").asString(""), snapshot));
            }
        }
        return cases;
    }

    /** Null for what a person has typed into the field. */
    private @Nullable UUID correlationId(JsonNode record) {
        try {
            return UUID.fromString(CompositeResponses.value(record, settings.externalIdField()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
