package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseRow;
import io.caseline.sandbox.faults.ActiveFaults;
import io.caseline.sandbox.soql.Parser;
import io.caseline.sandbox.soql.Query;
import io.caseline.sandbox.soql.Query.Related;
import io.caseline.sandbox.store.CaseQueries;
import io.caseline.sandbox.store.Comments;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** {@code /query} and {@code /queryAll}: 2,000 records a page, with a locator for the next page. */
@Component
class QueryPages {

    private static final int PAGE_SIZE = 2000;
    private static final int MAX_OPEN_CURSORS = 10;
    private static final Pattern LOCATOR = Pattern.compile("(01g[0-9A-Z]{15})-([0-9]{1,9})");

    private final CaseQueries queries;
    private final Comments comments;
    private final ActiveFaults faults;
    private final AtomicLong cursors = new AtomicLong();

    /** Open cursors of queries with several pages, by locator. An org keeps ten and closes the oldest. */
    private final Map<String, Cursor> openCursors = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Cursor> eldest) {
            return size() > MAX_OPEN_CURSORS;
        }
    });

    /** @param deletedToo whether it reads the recycle bin, too */
    private record Cursor(Query query, boolean deletedToo, List<String> ids) {}

    QueryPages(CaseQueries queries, Comments comments, ActiveFaults faults) {
        this.queries = queries;
        this.comments = comments;
        this.faults = faults;
    }

    ApiResponse query(ApiRequest request) {
        return query(request, false);
    }

    ApiResponse queryAll(ApiRequest request) {
        return query(request, true);
    }

    private ApiResponse query(ApiRequest request, boolean deletedToo) {
        Query query = Parser.parse(request.query().getOrDefault("q", ""));
        checkVisible(query);
        if (query.isCount()) {
            return ApiResponse.ok(
                    Map.of("totalSize", queries.count(query, deletedToo), "done", true, "records", List.of()));
        }
        Cursor cursor = new Cursor(query, deletedToo, queries.ids(query, deletedToo));
        String locator = "01g%015d".formatted(cursors.incrementAndGet());
        if (cursor.ids().size() > PAGE_SIZE) {
            openCursors.put(locator, cursor);
        }
        return page(request, locator, cursor, 0);
    }

    ApiResponse nextPage(ApiRequest request) {
        Matcher locator = LOCATOR.matcher(request.variable("locator"));
        Cursor cursor = locator.matches() ? openCursors.get(locator.group(1)) : null;
        if (cursor == null || Integer.parseInt(locator.group(2)) > cursor.ids().size()) {
            throw ApiException.badRequest("INVALID_QUERY_LOCATOR", "invalid query locator");
        }
        return page(request, locator.group(1), cursor, Integer.parseInt(locator.group(2)));
    }

    /** A field that this user may not see does not exist for it. */
    private void checkVisible(Query query) {
        Collection<CaseField> hidden = faults.faults().hiddenFields();
        query.fieldsAndId().stream().filter(hidden::contains).findFirst().ifPresent(field -> {
            throw ApiException.badRequest(
                    "INVALID_FIELD",
                    "No such column '%s' on entity 'Case'. If you are attempting to use a custom field, be sure to append"
                                    .formatted(field.apiName())
                            + " the '__c' after the custom field name.");
        });
    }

    private ApiResponse page(ApiRequest request, String locator, Cursor cursor, int start) {
        int total = cursor.ids().size();
        int end = Math.min(total, start + PAGE_SIZE);
        List<CaseRow> rows = queries.rows(cursor.query(), cursor.ids().subList(start, end), cursor.deletedToo());
        Related related = cursor.query().related();
        Map<String, List<String>> commentIds = related.comments()
                ? comments.ids(
                        rows.stream().map(CaseRow::id).toList(), cursor.deletedToo() && related.deletedComments())
                : Map.of();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("totalSize", total);
        body.put("done", end == total);
        if (end < total) {
            body.put("nextRecordsUrl", "/services/data/%s/query/%s-%d".formatted(request.version(), locator, end));
        }
        body.put(
                "records",
                rows.stream()
                        .map(row -> RecordJson.of(
                                request.version(), row, cursor.query(), commentIds.getOrDefault(row.id(), List.of())))
                        .toList());
        return ApiResponse.ok(body);
    }
}
