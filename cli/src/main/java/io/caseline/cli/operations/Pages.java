package io.caseline.cli.operations;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A list of the API, page by page: each page names the beginning of the next one. */
final class Pages {

    private static final int LARGEST = 500;

    private final OperationsApi api;
    private final String path;
    private final String cursorName;
    private final Supplier<Query> filter;
    private boolean more;

    Pages(OperationsApi api, String path, String cursorName, Supplier<Query> filter) {
        this.api = api;
        this.path = path;
        this.cursorName = cursorName;
        this.filter = filter;
    }

    /** Hands on at most so many items. Returns how many. */
    int forEach(int max, Consumer<JsonNode> action) throws InterruptedException {
        int left = max;
        @Nullable String cursor = null;
        do {
            JsonNode page = api.get(
                    path, filter.get().with("limit", Math.min(left, LARGEST)).with(cursorName, cursor));
            JsonNode items = page.path("items");
            items.forEach(action);
            left -= items.size();
            cursor = page.path("next").asString("");
        } while (!cursor.isEmpty() && left > 0);
        more = !cursor.isEmpty();
        return max - left;
    }

    boolean hasMore() {
        return more;
    }
}
