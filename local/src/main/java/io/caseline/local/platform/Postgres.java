package io.caseline.local.platform;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A PostgreSQL server with a database and a user for each application that stores data. */
final class Postgres implements Service {

    static final Set<String> DATABASES = Set.of("cases", "tellers", "registry", "salesforce");
    static final String SUPERUSER = "postgres";
    private static final String WRONG_PASSWORD = "28P01";

    private final Home home;
    private final Ports ports;
    private final Secrets secrets;
    private final Path programs;
    private final Path data;

    Postgres(Home home, Ports ports, Secrets secrets) {
        this.home = home;
        this.ports = ports;
        this.secrets = secrets;
        this.programs = home.root().resolve("local/target/postgres");
        this.data = home.data("postgres");
    }

    @Override
    public String name() {
        return Ports.Port.POSTGRES.toString();
    }

    @Override
    public int port() {
        return ports.of(Ports.Port.POSTGRES);
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        if (!Files.exists(programs)) {
            PostgresArchive.unpack(programs);
        }
        if (!Files.exists(data)) {
            initialize();
        }
    }

    @Override
    public ProcessBuilder process() {
        List<String> command = new ArrayList<>(LaunchPrefix.NEW_SESSION);
        command.addAll(LaunchPrefix.UNPRIVILEGED);
        command.addAll(List.of(program("postgres"), "-D", data.toString(), "-p", Integer.toString(port())));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "shared_buffers=64MB",
                "max_connections=100",
                "log_line_prefix=%m [%p] %d ")) {
            command.addAll(List.of("-c", setting));
        }
        return new ProcessBuilder(command);
    }

    /** Only the server of this home knows the superuser's password. */
    @Override
    public boolean isReady() throws IOException {
        if (!hasReadyStatus()) {
            return false;
        }
        try (Connection connection = connect()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState())) {
                throw new CliException("the PostgreSQL on port %d does not belong to %s".formatted(port(), data), e);
            }
            return false;
        }
    }

    /** A connection before that would log a FATAL. */
    private boolean hasReadyStatus() throws IOException {
        Path status = data.resolve("postmaster.pid");
        return Files.exists(status) && Files.readString(status).contains("ready");
    }

    @Override
    public void complete() throws IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String database : DATABASES) {
                var found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + database + "'");
                if (!found.next()) {
                    statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'"
                            .formatted(database, secrets.databasePassword(database)));
                    statement.execute("CREATE DATABASE %1$s OWNER %1$s".formatted(database));
                    statement.execute("REVOKE CONNECT ON DATABASE %s FROM PUBLIC".formatted(database));
                }
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                ports.databaseUrl(SUPERUSER) + "?loginTimeout=5", SUPERUSER, secrets.databasePassword(SUPERUSER));
    }

    private String program(String name) {
        return programs.resolve("bin").resolve(name).toString();
    }

    /** Creates the data directory under another name and renames it, so that an interrupted start leaves none. */
    private void initialize() throws IOException, InterruptedException {
        Path draft = home.data("postgres.new");
        Home.delete(draft);
        Path passwordFile = Files.createTempFile(draft.getParent(), "postgres", ".password");
        Files.writeString(passwordFile, secrets.databasePassword(SUPERUSER));
        List<String> command = new ArrayList<>(LaunchPrefix.UNPRIVILEGED);
        command.addAll(List.of(program("initdb"), "-D", draft.toString(), "-U", SUPERUSER));
        command.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + passwordFile, "--encoding=UTF8"));
        command.addAll(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        OneShotProcess.run(command, home.directory(), home.log(name()));
        Files.delete(passwordFile);
        Files.move(draft, data);
    }
}
