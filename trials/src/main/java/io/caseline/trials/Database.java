package io.caseline.trials;

import io.caseline.cli.CliException;
import io.caseline.cli.DatabaseConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One of the platform's databases. Each call opens a connection of its own, as the server may be killed at any time. */
public record Database(DatabaseConnection connection) {

    /** What a row is mapped to. */
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    public Connection connect() throws SQLException {
        return connection.connect();
    }

    public <T> List<T> query(String sql, RowMapper<T> mapper) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(mapper.map(rows));
            }
            return result;
        }
    }

    /** The number that a query returns. */
    public long number(String sql) {
        try {
            return query(sql, row -> row.getLong(1)).getFirst();
        } catch (SQLException e) {
            throw new CliException("the database is unavailable: " + e.getMessage(), e);
        }
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new CliException("the database refuses \"%s\": %s".formatted(sql, e.getMessage()), e);
        }
    }
}
