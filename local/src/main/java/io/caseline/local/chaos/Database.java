package io.caseline.local.chaos;

import io.caseline.local.parts.Ports;
import io.caseline.local.parts.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One of the system's databases, as its owner sees it. */
record Database(String name, String url, String password) {

    static Database of(String name, Ports ports, Secrets secrets) {
        return new Database(name, ports.databaseUrl(name), secrets.databasePassword(name));
    }

    /** What a row is made into. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> query(String sql, Reader<T> reader) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        }
    }

    /** The events that are still in the outbox, a line each. */
    List<String> unpublished() throws SQLException {
        return query("SELECT 'event ' || event_id || ' is not published' FROM outbox", row -> row.getString(1));
    }

    /** Commands that a listener found missing, a line for each gap; no fault deletes any that the database lacks. */
    List<String> gaps() throws SQLException {
        return query(
                "SELECT topic || '-' || partition_number || ' from ' || first_offset || ' to ' || last_offset"
                        + " FROM position_gap",
                row -> row.getString(1));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url + "?loginTimeout=5&socketTimeout=60", name, password);
    }
}
