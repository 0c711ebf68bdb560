package io.caseline.bench.pipeline;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Where a processor keeps what it knows. */
public record Database(String url, String user, String password) {

    /** A connection of one's own; a batch goes as few statements as the driver can make of it. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url + "?reWriteBatchedInserts=true", user, password);
    }

    /** The number that the query gives. */
    long number(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new BenchFailure("the database does not answer: " + e.getMessage(), e);
        }
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchFailure("the database refuses \"%s\": %s".formatted(sql, e.getMessage()), e);
        }
    }

    /** Keeps the password out of every log. */
    @Override
    public String toString() {
        return "Database[" + url + "]";
    }
}
