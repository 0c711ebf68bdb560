package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request, sent directly or as part of a composite call.
 *
 * @param version such as {@code v62.0}
 * @param path below the version, not decoded, without a trailing slash
 * @param variables path variables of the route
 */
record ApiRequest(
        String method,
        String version,
        String path,
        Map<String, String> query,
        @Nullable JsonNode body,
        Map<String, String> variables) {

    private static final Pattern URL =
            Pattern.compile("/services/data/(v\\d+\\.0)(/[^?]*?)?/?(\\?.*)?", Pattern.DOTALL);

    /** @throws ApiException NOT_FOUND, if the URL is not below {@code /services/data} in a known version */
    static ApiRequest of(String method, String url, @Nullable JsonNode body) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches() || !Versions.exists(matcher.group(1))) {
            throw ApiException.notFound();
        }
        String path = matcher.group(2) == null ? "" : matcher.group(2);
        String query = matcher.group(3) == null ? "" : matcher.group(3).substring(1);
        return new ApiRequest(method, matcher.group(1), path, parameters(query), body, Map.of());
    }

    ApiRequest withVariables(Map<String, String> matched) {
        return new ApiRequest(method, version, path, query, body, matched);
    }

    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** @throws ApiException JSON_PARSER_ERROR, if there is no body */
    JsonNode json() {
        if (body == null || body.isMissingNode()) {
            throw ApiException.badRequest("JSON_PARSER_ERROR", "No content to map to Object due to end of input");
        }
        return body;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("MALFORMED_QUERY", "The query string is not URL-encoded: " + e.getMessage());
        }
    }
}
