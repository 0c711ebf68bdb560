package io.caseline.messaging.testing;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.MountableFile;

/** A real PostgreSQL, in a process or in a container, that knows its superuser without a password. */
public final class Postgres implements AutoCloseable {
    /** The superuser, and the database that is always there. */
    public static final String SUPERUSER = "postgres";

    private static final Map<String, String> SETTINGS =
            Map.of("fsync", "off", "synchronous_commit", "off", "max_connections", "300", "timezone", "UTC");

    private final String host;
    private final int port;
    private final Runnable stop;

    private Postgres(String host, int port, Runnable stop) {
        this.host = host;
        this.port = port;
        this.stop = stop;
    }

    /** One of the caller's own. */
    public static Postgres start() {
        return start(Map.of());
    }

    /** @param more of the server's settings; files are named by {@code _file}, and can be read by their owner */
    static Postgres start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(more);
        return Containers.requested() ? startContainer(settings) : startEmbedded(settings);
    }

    private static Postgres startEmbedded(Map<String, String> settings) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setPgBinaryResolver(Postgres::binaries);
        settings.forEach(builder::setServerConfig);
        try {
            EmbeddedPostgres server = builder.start();
            return new Postgres("localhost", server.getPort(), () -> close(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Beside a packaged local.jar the class path has the same archive twice, which the default refuses. */
    private static InputStream binaries(String system, String machine) throws IOException {
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        } catch (IllegalStateException e) {
            String name = "/postgres-%s-%s.txz".formatted(system, ArchUtils.normalize(machine));
            InputStream first = Postgres.class.getResourceAsStream(name.toLowerCase(Locale.ROOT));
            if (first == null) {
                throw e;
            }
            return first;
        }
    }

    private static void close(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Postgres startContainer(Map<String, String> settings) {
        PostgreSQLContainer container = new PostgreSQLContainer(Containers.image("postgres"))
                .withUsername(SUPERUSER)
                .withDatabaseName(SUPERUSER)
                .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
                .withSharedMemorySize(256L << 20)
                .waitingFor(Wait.forLogMessage(".*database system is ready to accept connections.*\\s", 2)
                        .withStartupTimeout(Containers.STARTUP_TIMEOUT));
        List<String> command = new ArrayList<>(List.of("postgres"));
        StringBuilder before = new StringBuilder();
        settings.forEach((name, value) -> {
            command.addAll(List.of("-c", name + "=" + value));
            if (name.endsWith("_file")) {
                container.withCopyFileToContainer(MountableFile.forHostPath(Path.of(value)), value);
                before.append("chown postgres ").append(value).append("; ");
            }
        });
        container.setCommand(command.toArray(String[]::new));
        container.withCreateContainerCmdModifier(
                create -> create.withEntrypoint("bash", "-euc", before + "exec docker-entrypoint.sh \"$@\"", "bash"));
        container.start();
        return new Postgres(
                container.getHost(), container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT), container::stop);
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** The superuser's address of the database that is always there. */
    public String url() {
        return url(SUPERUSER);
    }

    /** The superuser's address of a database. */
    public String url(String database) {
        return "jdbc:postgresql://%s:%d/%s?user=%s".formatted(host, port, database, SUPERUSER);
    }

    /** The superuser's connections to the database that is always there. */
    public DataSource dataSource() {
        return dataSource(SUPERUSER);
    }

    /** The superuser's connections to a database. */
    public DataSource dataSource(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url(database));
        return source;
    }

    /** Creates an empty database, in place of one with this name. */
    public DataSource createDatabase(String name) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name);
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return dataSource(name);
    }

    @Override
    public void close() {
        stop.run();
    }
}
