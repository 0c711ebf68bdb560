package io.caseline.cases.salesforce;

import io.caseline.cases.mapping.NewCase;
import io.caseline.cases.salesforce.SalesforceApi.CompositeRequest;
import io.caseline.cases.salesforce.SalesforceApi.Subrequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The requests of calls: one that inserts cases, and one that looks cases up. */
final class CompositeRequests {
    /** As many as a collection takes. */
    static final int PART_SIZE = 200;

    private CompositeRequests() {}

    /**
     * Inserts of at most 200 cases each, then the query of their case numbers.
     *
     * @param more further fields that the query selects
     */
    static CompositeRequest inserts(List<NewCase> cases, SalesforceSettings settings, String more) {
        String path = "/services/data/" + settings.apiVersion();
        List<Subrequest> parts = new ArrayList<>();
        for (int from = 0; from < cases.size(); from += PART_SIZE) {
            List<Map<String, Object>> records = cases.subList(from, Math.min(from + PART_SIZE, cases.size())).stream()
                    .map(each -> record(each, settings.externalIdField()))
                    .toList();
            parts.add(new Subrequest(
                    "POST",
                    path + "/composite/sobjects",
                    "insert" + parts.size(),
                    Map.of("allOrNone", false, "records", records)));
        }
        parts.add(new Subrequest(
                "GET", path + "/query?q=" + query(cases, settings.externalIdField(), more), "query", null));
        return new CompositeRequest(false, false, parts);
    }

    /** Only the query: up to 800 cases. */
    static CompositeRequest lookUp(Collection<UUID> correlationIds, SalesforceSettings settings, String more) {
        String query =
                URLEncoder.encode(soql(correlationIds, settings.externalIdField(), more), StandardCharsets.UTF_8);
        return new CompositeRequest(
                false,
                false,
                List.of(new Subrequest(
                        "GET", "/services/data/" + settings.apiVersion() + "/query?q=" + query, "query", null)));
    }

    private static Map<String, Object> record(NewCase newCase, String externalIdField) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("attributes", Map.of("type", "Case"));
        newCase.fields().forEach((field, value) -> record.put(field, withoutReferences(value)));
        record.put(externalIdField, newCase.correlationId().toString());
        return record;
    }

    /** In a composite request an at sign and a brace begin a reference; one in a customer's text would make the call fail. */
    private static Object withoutReferences(Object value) {
        return value instanceof String text ? text.replace("@{", "@ {") : value;
    }

    private static String query(List<NewCase> cases, String externalIdField, String more) {
        return URLEncoder.encode(
                soql(cases.stream().map(NewCase::correlationId).toList(), externalIdField, more),
                StandardCharsets.UTF_8);
    }

    /**
     * The query of the cases with these external ids.
     *
     * @param more fields to select
     */
    static String soql(Collection<UUID> correlationIds, String externalIdField, String more) {
        return "SELECT Id,CaseNumber,CreatedDate," + externalIdField + more + " FROM Case WHERE " + externalIdField
                + " IN " + list(correlationIds);
    }

    static String list(Collection<UUID> correlationIds) {
        return correlationIds.stream().map(id -> "'" + id + "'").collect(Collectors.joining(",", "(", ")"));
    }
}
