package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One part of a composite call, with unresolved references. */
record Subrequest(String method, String url, JsonNode body, String referenceId) {

    private static final int MAX = 25;
    private static final int MAX_COLLECTIONS_OR_QUERIES = 5;
    private static final Pattern COLLECTION_OR_QUERY =
            Pattern.compile("/services/data/v[0-9.]+/(composite/sobjects|query).*", Pattern.DOTALL);
    private static final Pattern REFERENCE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_]*");

    /** @throws ApiException if the whole call is refused: too many parts, or parts with the same referenceId */
    static List<Subrequest> readAll(JsonNode json) {
        JsonNode list = json.path("compositeRequest");
        if (!list.isArray() || list.isEmpty()) {
            throw ApiException.badRequest("JSON_PARSER_ERROR", "The request has no list compositeRequest");
        }
        List<Subrequest> parts = list.values().stream().map(Subrequest::read).toList();
        if (parts.size() > MAX) {
            throw invalid("A composite request cannot have more than %d subrequests".formatted(MAX));
        }
        if (parts.stream()
                        .filter(part -> COLLECTION_OR_QUERY.matcher(part.url()).matches())
                        .count()
                > MAX_COLLECTIONS_OR_QUERIES) {
            throw invalid("A composite request cannot have more than %d sObject Collections or query subrequests"
                    .formatted(MAX_COLLECTIONS_OR_QUERIES));
        }
        Set<String> seen = new HashSet<>();
        for (Subrequest part : parts) {
            if (!seen.add(part.referenceId())) {
                throw invalid("Duplicate referenceId provided: " + part.referenceId());
            }
        }
        return parts;
    }

    private static Subrequest read(JsonNode json) {
        String referenceId = required(json, "referenceId");
        if (!REFERENCE_ID.matcher(referenceId).matches()) {
            throw invalid("Provided referenceId ('%s') must start with a letter or a number, and it can contain only"
                            .formatted(referenceId)
                    + " letters, numbers and underscores ('_').");
        }
        return new Subrequest(required(json, "method"), required(json, "url"), json.path("body"), referenceId);
    }

    private static String required(JsonNode json, String name) {
        String value = json.path(name).asString("");
        if (value.isEmpty()) {
            throw invalid("Each subrequest needs a value for " + name);
        }
        return value;
    }

    private static ApiException invalid(String message) {
        return ApiException.badRequest("INVALID_INPUT", message);
    }

    ApiRequest resolved(References references) {
        return ApiRequest.of(method, references.resolve(url), references.resolve(body));
    }
}
