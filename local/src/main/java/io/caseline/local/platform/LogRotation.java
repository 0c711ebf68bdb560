package io.caseline.local.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Keeps the logs small. A log that has grown too large is copied to {@code NAME.log.1} and emptied; all services append to their
 * logs, so they go on at its beginning. Lines that are written between the two steps can be lost.
 */
final class LogRotation {
    /** Older logs that are kept of each service. */
    static final int KEPT = 3;

    private static final long MAX_BYTES = 20 << 20;
    private static final long POLL_MILLIS = 5_000;

    private final Path folder;
    private final long maxBytes;
    private final Consumer<String> console;

    LogRotation(Home home, Consumer<String> console) {
        this(home.logs(), MAX_BYTES, console);
    }

    LogRotation(Path folder, long maxBytes, Consumer<String> console) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.console = console;
    }

    void start() {
        Thread.ofPlatform().daemon().name("log-rotation").start(this::watch);
    }

    /** Renames the log of the previous run, so that a log begins with a run. */
    static void beginNew(Path log) throws IOException {
        if (Files.exists(log)) {
            makeRoom(log);
            Files.move(log, older(log, 1));
        }
    }

    /** Rotates the logs that are too large. */
    void rotate() throws IOException {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                if (Files.size(log) > maxBytes) {
                    makeRoom(log);
                    Files.copy(log, older(log, 1));
                    FileChannel.open(log, StandardOpenOption.WRITE).truncate(0).close();
                }
            }
        }
    }

    private void watch() {
        try {
            while (true) {
                rotate();
                Thread.sleep(POLL_MILLIS);
            }
        } catch (IOException e) {
            console.accept("logs are no longer rotated: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void makeRoom(Path log) throws IOException {
        for (int number = KEPT; number > 1; number--) {
            if (Files.exists(older(log, number - 1))) {
                Files.move(older(log, number - 1), older(log, number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path older(Path log, int number) {
        return log.resolveSibling(log.getFileName() + "." + number);
    }
}
