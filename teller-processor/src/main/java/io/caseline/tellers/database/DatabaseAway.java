package io.caseline.tellers.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a sentence that PostgreSQL did not answer at start, for as long as the connection pool tried. */
final class DatabaseAway extends AbstractFailureAnalyzer<SQLException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, SQLException cause) {
        String state = cause.getSQLState();
        if (state == null || !state.startsWith("08")) {
            return null;
        }
        return new FailureAnalysis(
                "PostgreSQL does not answer: " + cause.getMessage(),
                "Start it, or say with spring.datasource.url where it is.",
                failure);
    }
}
