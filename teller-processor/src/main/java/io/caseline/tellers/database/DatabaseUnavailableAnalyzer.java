package io.caseline.tellers.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports in one sentence that PostgreSQL was unavailable at start, for as long as the connection pool tried. */
final class DatabaseUnavailableAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, SQLException cause) {
        String state = cause.getSQLState();
        if (state == null || !state.startsWith("08")) {
            return null;
        }
        return new FailureAnalysis(
                "PostgreSQL is unavailable: " + cause.getMessage(),
                "Start it, or set spring.datasource.url to its address.",
                failure);
    }
}
