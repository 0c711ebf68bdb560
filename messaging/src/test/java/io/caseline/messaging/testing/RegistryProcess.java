package io.caseline.messaging.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Apicurio registry in a child process, its schemas in memory. */
final class RegistryProcess {
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)\\.");

    private final Process process;
    private final int port;

    private RegistryProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a registry on a port that the system chooses, and waits until it says which. */
    static RegistryProcess start() {
        String home = System.getProperty("caseline.registry.home", "../messaging/target/registry");
        try {
            Path log =
                    Files.createTempFile(Path.of("target"), "registry", ".log").toAbsolutePath();
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx192m",
                            "-XX:TieredStopAtLevel=1",
                            "-Dquarkus.http.host=127.0.0.1",
                            "-Dquarkus.http.port=0",
                            "-Dquarkus.management.host=127.0.0.1",
                            "-Dquarkus.management.port=0",
                            "-jar",
                            "quarkus-run.jar")
                    .directory(new File(home))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new RegistryProcess(process, port(process, log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the registry started", e);
        }
    }

    private static int port(Process process, Path log) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plusSeconds(90);
        while (process.isAlive() && Instant.now().isBefore(deadline)) {
            Matcher listening = LISTENING.matcher(Files.readString(log));
            if (listening.find()) {
                return Integer.parseInt(listening.group(1));
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        throw new IllegalStateException("The registry did not start; see " + log);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
