package io.caseline.messaging;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a database that refuses the data of a statement from one that fails. Only SQLSTATE classes for invalid data
 * count. Anything else (connection lost, deadlock, disk full, no such table, shutdown) would affect other data, too.
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
