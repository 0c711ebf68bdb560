package io.caseline.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * How to connect to a PostgreSQL database.
 *
 * @param url JDBC URL
 */
public record DatabaseConnection(String url, String user, String password) {

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "DatabaseConnection[" + url + "]";
    }
}
