package io.caseline.cases.salesforce;

import io.caseline.cases.mapping.NewCase;
import io.caseline.cases.salesforce.InsertResult.Exists;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceApi.CompositeResponse;
import io.caseline.cases.salesforce.SalesforceApi.SubrequestResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the responses to {@link CompositeRequests}.
 *
 * <p>The query decides: a correlation id that it finds has its case, whatever the insert said of it (success, or
 * {@code DUPLICATE_VALUE} because an earlier call had created it). For the others the item's error decides.
 */
final class CompositeResponses {
    /** A custom field, as only such are unique on Case, in whatever language the message is. */
    private static final Pattern UNIQUE_FIELD = Pattern.compile("\\w+__c\\b", Pattern.CASE_INSENSITIVE);

    private CompositeResponses() {}

    /**
     * The response to {@link CompositeRequests#inserts}.
     *
     * @return a result for each of the cases
     * @throws SalesforceException if a part of the call has failed as a whole, or the response is incomplete
     */
    static Map<UUID, InsertResult> readInserts(
            List<NewCase> cases, CompositeResponse response, String externalIdField) {
        List<SubrequestResult> parts =
                parts(response, (cases.size() + CompositeRequests.PART_SIZE - 1) / CompositeRequests.PART_SIZE + 1);
        Map<String, Exists> found = found(parts.getLast(), externalIdField);
        List<JsonNode> items = items(parts.subList(0, parts.size() - 1));
        if (items.size() != cases.size()) {
            throw incomplete();
        }
        Map<UUID, InsertResult> results = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            UUID id = cases.get(i).correlationId();
            Exists exists = found.get(id.toString());
            results.put(id, exists == null ? withoutCase(items.get(i), externalIdField) : exists);
        }
        return results;
    }

    /** Whether the query, and nothing else of the call, was refused for a field that it names. */
    static boolean isQueryRefused(CompositeResponse response) {
        List<SubrequestResult> parts = Objects.requireNonNullElse(response.compositeResponse(), List.of());
        SubrequestResult query = parts.isEmpty() ? null : parts.getLast();
        return query != null
                && query.body() != null
                && query.httpStatusCode() / 100 == 4
                && query.body().path(0).path("errorCode").asString("").equals(SalesforceCodes.INVALID_FIELD);
    }

    /** The response to the inserts with the response to another query. */
    static CompositeResponse withQuery(CompositeResponse inserts, CompositeResponse query) {
        List<SubrequestResult> parts = new ArrayList<>(Objects.requireNonNull(inserts.compositeResponse()));
        parts.removeLast();
        parts.addAll(Objects.requireNonNullElse(query.compositeResponse(), List.of()));
        return new CompositeResponse(parts);
    }

    private static CallRefusedException incomplete() {
        return new CallRefusedException(SalesforceCodes.RESULTS_MISSING, true);
    }

    /** The parts of the response, each of which has succeeded. */
    static List<SubrequestResult> parts(CompositeResponse response, int expected) {
        List<SubrequestResult> parts = new ArrayList<>();
        if (response.compositeResponse() != null) {
            response.compositeResponse().forEach(part -> parts.add(checked(part)));
        }
        if (parts.size() != expected) {
            throw incomplete();
        }
        return parts;
    }

    private static SubrequestResult checked(@Nullable SubrequestResult part) {
        if (part == null || part.body() == null) {
            throw incomplete();
        }
        if (part.httpStatusCode() / 100 != 2) {
            String code = part.body().path(0).path("errorCode").asString("");
            String known = code.isEmpty() ? "HTTP_" + part.httpStatusCode() : code;
            throw part.httpStatusCode() >= 500
                    ? new SalesforceUnavailableException(known, true, null)
                    : new CallRefusedException(known, true);
        }
        return part;
    }

    /** The cases in a query's response, by external id. */
    static Map<String, Exists> found(SubrequestResult query, String externalIdField) {
        JsonNode body = body(query);
        if (!body.path("done").asBoolean(false) || !body.path("records").isArray()) {
            throw incomplete();
        }
        Map<String, Exists> found = new HashMap<>();
        for (JsonNode record : body.path("records")) {
            found.put(
                    value(record, externalIdField),
                    new Exists(
                            record.path("Id").asString(),
                            record.path("CaseNumber").asString(),
                            createdAt(record),
                            SnapshotFields.read(record)));
        }
        return found;
    }

    private static List<JsonNode> items(List<SubrequestResult> inserts) {
        return inserts.stream()
                .flatMap(part -> StreamSupport.stream(body(part).spliterator(), false))
                .toList();
    }

    /** A response has Salesforce's own spelling of a name, whose case it ignores. */
    static String value(JsonNode record, String field) {
        return record.properties().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(field))
                .map(each -> each.getValue().asString(""))
                .findFirst()
                .orElse("");
    }

    private static InsertResult withoutCase(JsonNode item, String externalIdField) {
        if (item.path("success").asBoolean(false)) {
            return new Refused(SalesforceCodes.CASE_NOT_VISIBLE, List.of());
        }
        JsonNode error = item.path("errors").path(0);
        String code = error.path("statusCode").asString("");
        if (code.isEmpty()) {
            throw incomplete();
        }
        List<String> fields = StreamSupport.stream(error.path("fields").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
        if (code.equals(SalesforceCodes.DUPLICATE_VALUE)
                && isOfExternalId(error.path("message").asString(""), fields, externalIdField)) {
            // It exists, but cannot be seen: the call that made it is not over, or this user may not read every case
            return new Refused(SalesforceCodes.CASE_NOT_VISIBLE, List.of());
        }
        return new Refused(code, fields);
    }

    /** A time that cannot be read counts as one after every command. */
    private static Instant createdAt(JsonNode record) {
        return Objects.requireNonNullElse(SnapshotFields.time(record, "CreatedDate"), Instant.MAX);
    }

    /** Unless the error names another field; it may name none ({@code <unknown>}). */
    private static boolean isOfExternalId(String message, List<String> fields, String externalIdField) {
        List<String> named =
                UNIQUE_FIELD.matcher(message).results().map(MatchResult::group).toList();
        return (named.isEmpty() ? fields : named).stream().allMatch(name -> name.equalsIgnoreCase(externalIdField));
    }

    private static JsonNode body(SubrequestResult part) {
        return Objects.requireNonNull(part.body());
    }
}
