package io.caseline.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Identifies a process that may outlive its supervisor: its pid and its start time, as the system may have given the pid
 * to another process since.
 */
record PidRecord(String name, long pid, Instant began) {

    private static final String SUFFIX = ".pid";

    /** The system derives a start time from its own boot time, with an error of about a second. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static PidRecord of(String name, ProcessHandle process) {
        return new PidRecord(name, process.pid(), process.info().startInstant().orElseGet(Instant::now));
    }

    static List<PidRecord> all(Home home) {
        List<PidRecord> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(home.run(""))) {
            for (Path file : files.toList()) {
                String fileName = file.getFileName().toString();
                if (fileName.endsWith(SUFFIX)) {
                    read(home, fileName.substring(0, fileName.length() - SUFFIX.length()))
                            .ifPresent(records::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    static Optional<PidRecord> read(Home home, String name) {
        Path file = home.run(name + SUFFIX);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties content = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            content.load(reader);
            return Optional.of(new PidRecord(
                    name,
                    Long.parseLong(content.getProperty("pid", "")),
                    Instant.parse(content.getProperty("began", ""))));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // incomplete after a crash
        }
    }

    void write(Home home) throws IOException {
        Files.writeString(home.run(name + SUFFIX), "pid=%d%nbegan=%s%n".formatted(pid, began));
    }

    void delete(Home home) throws IOException {
        Files.deleteIfExists(home.run(name + SUFFIX));
    }

    /** The process, if it is still running. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(process -> process.isAlive() && hasSameStart(process) && !isZombie());
    }

    private boolean hasSameStart(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(start, began).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }

    /** Dead, but not reaped by its parent, as with init in many containers. */
    private boolean isZombie() {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "status"))
                    .contains("\nState:\tZ");
        } catch (IOException e) {
            return false; // not Linux, or just ended
        }
    }
}
