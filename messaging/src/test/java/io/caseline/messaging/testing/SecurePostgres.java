package io.caseline.messaging.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A real PostgreSQL that accepts TLS only, and users by password. One for a test run. */
public final class SecurePostgres {
    private SecurePostgres() {}

    private static final class Shared {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            Certificates certificates = Certificates.shared();
            try {
                Path rules = Files.writeString(certificates.folder().resolve("pg_hba.conf"), """
                        hostssl all postgres 127.0.0.1/32 trust
                        hostssl all postgres ::1/128 trust
                        hostssl all all 127.0.0.1/32 scram-sha-256
                        hostssl all all ::1/128 scram-sha-256
                        """);
                return EmbeddedPostgres.builder()
                        .setServerConfig("ssl", "on")
                        .setServerConfig(
                                "ssl_cert_file", certificates.certificate().toString())
                        .setServerConfig("ssl_key_file", certificates.key().toString())
                        .setServerConfig("hba_file", rules.toString())
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Host and port. */
    public static String address() {
        return "localhost:" + Shared.SERVER.getPort();
    }

    /**
     * A new database, set up by a script as an operator does it.
     *
     * @param passwords of the users that the script creates
     */
    public static void create(String database, Path script, Map<String, String> passwords) {
        try {
            try (Connection connection = Shared.SERVER.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + database);
            }
            try (Connection connection =
                            Shared.SERVER.getDatabase("postgres", database).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(Files.readString(script));
                for (Map.Entry<String, String> user : passwords.entrySet()) {
                    statement.execute("alter role %s password '%s'".formatted(user.getKey(), user.getValue()));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
