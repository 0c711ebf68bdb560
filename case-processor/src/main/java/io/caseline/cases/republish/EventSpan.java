package io.caseline.cases.republish;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events are meant: those that were written in this time.
 *
 * @param to exclusive
 * @param program null for all
 */
public record EventSpan(Instant from, Instant to, @Nullable String program) {

    /** As the audit shows it. */
    String query() {
        return "from=" + from + "&to=" + to + (program == null ? "" : "&program=" + program);
    }
}
