package io.caseline.cli.operations;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of a request. */
final class Query {

    private final List<String> parameters = new ArrayList<>();

    /** Adds the parameter, unless its value is null. */
    Query with(String name, @Nullable Object value) {
        if (value != null) {
            parameters.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
        return this;
    }

    /** A query string as a person reads it. */
    static @Nullable String readable(@Nullable String query) {
        return query == null ? null : URLDecoder.decode(query.replace("&", ", "), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }
}
