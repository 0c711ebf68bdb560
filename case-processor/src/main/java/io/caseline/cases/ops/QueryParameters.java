package io.caseline.cases.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request. A misspelt one would otherwise choose more than the operator means. */
final class QueryParameters {
    private static final int MOST = 500;
    private static final int USUAL = 50;

    private final Map<String, List<String>> values;
    private final Violations violations = new Violations();

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** @param known names; any other parameter is an error */
    static QueryParameters of(HttpServletRequest request, String... known) {
        QueryParameters parameters = new QueryParameters(request.getParameterMap().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))));
        Set<String> names = Set.of(known);
        parameters.values.keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .forEach(name -> parameters.violations.add(name, "is not a known parameter"));
        return parameters;
    }

    static void none(HttpServletRequest request) {
        of(request).violations().check();
    }

    /** These names and those of a filter. */
    static QueryParameters withFilter(HttpServletRequest request, String... others) {
        return of(
                request,
                Stream.concat(FilterReader.NAMES.stream(), Stream.of(others)).toArray(String[]::new));
    }

    FilterReader filter() {
        return new FilterReader(values, "", violations);
    }

    @Nullable
    String text(String name) {
        return filter().text(name);
    }

    /** The size of a page. */
    int limit() {
        String text = text("limit");
        if (text == null) {
            return USUAL;
        }
        try {
            int limit = Integer.parseInt(text);
            violations.range("limit", limit, 1, MOST);
            return limit;
        } catch (NumberFormatException e) {
            violations.add("limit", "must be between 1 and " + MOST);
            return USUAL;
        }
    }

    /** The id before which a list, newest first, begins. */
    long before() {
        Long before = filter().number("before");
        return before == null ? Long.MAX_VALUE : before;
    }

    Violations violations() {
        return violations;
    }
}
