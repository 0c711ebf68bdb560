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
 * What a process that may outlive its supervisor is known by: its pid, and when it began, as a pid alone may belong to
 * another process by now.
 */
record PidRecord(String name, long pid, Instant began) {

    private static final String SUFFIX = ".pid";

    /** The system reckons a process's start from its own boot time, which is good to about a second. */
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
            return Optional.empty(); // half-written by a crash: it can't tell us anything
        }
    }

    void write(Home home) throws IOException {
        Files.writeString(home.run(name + SUFFIX), "pid=%d%nbegan=%s%n".formatted(pid, began));
    }

    void delete(Home home) throws IOException {
        Files.deleteIfExists(home.run(name + SUFFIX));
    }

    /** The process, if it still runs and is the one that was recorded. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(process -> process.isAlive() && isTheOne(process) && !isZombie());
    }

    private boolean isTheOne(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(start, began).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }

    /** Dead, and only waiting for a parent that never asks: what init does in many containers. */
    private boolean isZombie() {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "status"))
                    .contains("\nState:\tZ");
        } catch (IOException e) {
            return false; // no Linux, or gone this moment
        }
    }
}
