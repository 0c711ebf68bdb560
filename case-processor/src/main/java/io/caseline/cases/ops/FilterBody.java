package io.caseline.cases.ops;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.submissions.SubmissionFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A filter of failed submissions in a body, with the names that a query has. */
record FilterBody(
        @Nullable String state,
        @Nullable String program,
        @Nullable String code,
        @Nullable String field,
        @Nullable String since,
        @Nullable String until,
        @Nullable String caseNumber,
        @Nullable String requestId,
        @Nullable Long replay,
        @Nullable List<@Nullable String> correlationIds) {

    /**
     * The failed submissions that are meant.
     *
     * @param all whether an empty filter is meant
     */
    static SubmissionFilter read(@Nullable FilterBody body, @Nullable Boolean all, Violations violations) {
        Map<String, List<String>> values = body == null ? Map.of() : body.values();
        boolean empty = values.keySet().stream().allMatch("state"::equals);
        boolean meansAll = Boolean.TRUE.equals(all);
        if (empty && !meansAll) {
            violations.add("all", "must be true to choose all failed submissions, as the filter is empty");
        }
        if (!empty && meansAll) {
            violations.add("all", "must not be true with a filter");
        }
        return new FilterReader(values, "filter.", violations).read(CaseState.FAILED);
    }

    private Map<String, List<String>> values() {
        Map<String, List<String>> values = new HashMap<>();
        put(values, "state", state);
        put(values, "program", program);
        put(values, "code", code);
        put(values, "field", field);
        put(values, "since", since);
        put(values, "until", until);
        put(values, "caseNumber", caseNumber);
        put(values, "requestId", requestId);
        put(values, "replay", replay);
        if (correlationIds != null && !correlationIds.isEmpty()) {
            values.put(
                    "correlationIds",
                    correlationIds.stream().map(id -> id == null ? "" : id).toList());
        }
        return values;
    }

    private static void put(Map<String, List<String>> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, List.of(value.toString()));
        }
    }
}
