package io.caseline.cases.testing;

import io.caseline.messaging.testing.Guide;
import io.caseline.messaging.testing.TestServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real PgBouncer in front of the shared PostgreSQL, with the configuration of the security guide. */
public final class PgBouncer implements AutoCloseable {
    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether the program is there; Debian's package is pgbouncer. */
    public static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "pgbouncer")))
                || Files.isExecutable(Path.of("/usr/sbin/pgbouncer"));
    }

    public static PgBouncer start() {
        try {
            for (int attempt = 0; attempt < 20; attempt++) {
                int port = ThreadLocalRandom.current().nextInt(20_000, 30_000); // it cannot choose one by itself
                PgBouncer started = start(port);
                if (started.process.isAlive()) {
                    return started;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("PgBouncer does not start");
    }

    private static PgBouncer start(int port) throws IOException {
        // readable by the user it becomes when it is started by root
        Path folder = Files.createTempDirectory(
                "pgbouncer", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path users = Files.writeString(folder.resolve("users.txt"), "\"postgres\" \"\"\n");
        Path log = folder.resolve("log");
        String documented = new Guide()
                .replace(
                        "postgres.example.com port=5432",
                        "127.0.0.1 port=" + TestServices.postgres().port())
                .replace("6432", port)
                .block("PgBouncer", "ini");
        String user = "root".equals(System.getProperty("user.name")) ? "user = nobody\n" : "";
        Path settings = Files.writeString(
                folder.resolve("pgbouncer.ini"),
                documented
                        + "listen_addr = 127.0.0.1\nunix_socket_dir =\nauth_type = trust\nauth_file = %s\n%s"
                                .formatted(users, user));
        Process process = new ProcessBuilder(
                        "/usr/bin/env", "PATH=/usr/sbin:/usr/bin:/bin", "pgbouncer", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Awaitility.await()
                .until(() -> !process.isAlive() || Files.readString(log).contains("process up"));
        return new PgBouncer(process, port);
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
