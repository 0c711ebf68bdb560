package io.caseline.cli.operations;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Puts a refusal of the API into one sentence that names the option instead of the property. */
final class Problem {

    /** Fields of requests that have another name as an option. */
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("correlationId", "--id"),
            Map.entry("correlationIds", "--id"),
            Map.entry("canary.size", "--canary"),
            Map.entry("canary.percent", "--canary"),
            Map.entry("includeQuarantined", "--include-quarantined"));

    private static final Set<String> SAME_NAME = Set.of(
            "all", "program", "code", "field", "since", "until", "reason", "rate", "limit", "canary", "from", "to",
            "replay");

    private Problem() {}

    static String describe(int status, JsonNode problem, String address) {
        String detail = problem.at("/detail").asString("");
        if (status == 401) {
            return "the access token is not valid at %s, or has expired".formatted(address);
        }
        if (status == 403) {
            return "the access token does not allow this" + (detail.isEmpty() ? "" : ": " + detail);
        }
        if (!problem.isObject() || status < 400) {
            return "what answers at %s is not the operations API of case-processor (HTTP %d)"
                    .formatted(address, status);
        }
        String fields = problem.at("/errors")
                .valueStream()
                .map(error -> option(error.at("/field").asString("")) + " "
                        + error.at("/message").asString(""))
                .collect(Collectors.joining("; "));
        if (!fields.isEmpty()) {
            return fields;
        }
        String text = detail.isEmpty() ? problem.at("/title").asString("") : detail;
        return status >= 500 ? "the operations API failed with HTTP %d: %s".formatted(status, text) : text;
    }

    private static String option(String field) {
        String name = field.startsWith("filter.") ? field.substring("filter.".length()) : field;
        name = name.replaceAll("\\[\\d+]$", "");
        return SAME_NAME.contains(name) ? "--" + name : OPTIONS.getOrDefault(name, name);
    }
}
