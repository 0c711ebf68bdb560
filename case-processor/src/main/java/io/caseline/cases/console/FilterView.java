package io.caseline.cases.console;

import io.caseline.cases.submissions.SubmissionFilter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A filter as pages show it.
 *
 * @param query as a query string
 * @param address of the list with this filter
 * @param isAll whether it leaves nothing of its state out
 */
record FilterView(SubmissionFilter filter, String query, String address, boolean isAll, List<Term> terms) {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** One condition in words. */
    record Term(String name, String value) {}

    static FilterView of(SubmissionFilter filter) {
        List<Term> terms = new ArrayList<>();
        add(terms, "state", filter.state().name().toLowerCase(Locale.ROOT));
        add(terms, "program", filter.program());
        add(terms, "reason", filter.code());
        add(terms, "field", filter.field());
        add(terms, "since", time(filter.since()));
        add(terms, "until", time(filter.until()));
        add(terms, "case number", filter.caseNumber());
        add(terms, "request id", filter.requestId());
        add(terms, "replay", filter.replay());
        for (UUID id : filter.correlationIds()) {
            add(terms, "correlation id", id);
        }
        String query = filter.query();
        return new FilterView(filter, query, "/console/submissions?" + query, filter.isAll(), terms);
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : UTC.format(time);
    }

    private static void add(List<Term> terms, String name, @Nullable Object value) {
        if (value != null) {
            terms.add(new Term(name, value.toString()));
        }
    }

    /** The failures of that kind since a replay began. */
    public String addressSince(Instant since) {
        SubmissionFilter later = new SubmissionFilter(
                filter.state(),
                filter.program(),
                filter.code(),
                filter.field(),
                since,
                null,
                filter.caseNumber(),
                filter.requestId(),
                null,
                List.of());
        return "/console/submissions?" + later.query();
    }
}
