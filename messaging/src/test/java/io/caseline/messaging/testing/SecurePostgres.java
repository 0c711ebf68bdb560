package io.caseline.messaging.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;

/** A real PostgreSQL that accepts TLS only, and users by password. One for a test run. */
public final class SecurePostgres {
    private static final Supplier<Postgres> SHARED = SingletonSupplier.of(SecurePostgres::start);

    private SecurePostgres() {}

    private static Postgres start() {
        Certificates certificates = Certificates.shared();
        try {
            Path rules = Files.writeString(certificates.folder().resolve("pg_hba.conf"), """
                        local all postgres trust
                        hostssl all postgres all trust
                        hostssl all all all scram-sha-256
                        """);
            return Postgres.start(Map.of(
                    "ssl",
                    "on",
                    "ssl_cert_file",
                    certificates.certificate().toString(),
                    "ssl_key_file",
                    certificates.key().toString(),
                    "hba_file",
                    rules.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Host and port. */
    public static String address() {
        return SHARED.get().host() + ":" + SHARED.get().port();
    }

    /**
     * A new database, set up by a script as an operator does it.
     *
     * @param passwords of the users that the script creates
     */
    public static void create(String database, Path script, Map<String, String> passwords) {
        try {
            try (Connection connection = SHARED.get().createDatabase(database).getConnection();
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
