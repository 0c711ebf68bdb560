package io.caseline.messaging;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a database that refuses this data from one that does not work. Only an SQLSTATE that speaks of the data counts
 * as a refusal; anything else (connection lost, deadlock, disk full, no such table, shut down) would hit other data too.
 */
public final class DataRefusal {
    /** Classes: data exception, integrity constraint, triggered data change, check option, raised by a trigger. */
    private static final Set<String> CLASSES = Set.of("22", "23", "27", "44", "P0");

    private DataRefusal() {}

    public static boolean refused(Throwable failure) {
        String state = sqlState(failure);
        return state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2));
    }

    private static @Nullable String sqlState(Throwable failure) {
        String state = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                state = e.getSQLState();
            }
        }
        return state;
    }
}
