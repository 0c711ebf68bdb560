package io.caseline.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Identifies a process that may outlive its supervisor: its pid and its start, as the system may have given the pid to
 * another process since.
 *
 * @param start of the process, in a form that does not change when the clock is set; empty if it has ended
 */
record PidRecord(String name, long pid, String start) {

    private static final String SUFFIX = ".pid";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** Of the start, in clock ticks since the boot, among the fields behind the program's name. */
    private static final int START_FIELD = 19;

    static PidRecord of(String name, ProcessHandle process) {
        return new PidRecord(name, process.pid(), start(process));
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
                    Objects.requireNonNull(content.getProperty("start"))));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // incomplete after a crash
        }
    }

    void write(Home home) throws IOException {
        Files.writeString(home.run(name + SUFFIX), "pid=%d\nstart=%s\n".formatted(pid, start));
    }

    void delete(Home home) throws IOException {
        Files.deleteIfExists(home.run(name + SUFFIX));
    }

    /** The process, if it is still running. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(process -> process.isAlive() && hasSameStart(process) && !isZombie());
    }

    private boolean hasSameStart(ProcessHandle process) {
        return !start.isEmpty() && start.equals(start(process));
    }

    /** On Linux the JVM computes a start time from the clock as it is now, so what the kernel counts is used instead. */
    private static String start(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return "%s ticks after boot %s"
                    .formatted(fields[START_FIELD], Files.readString(BOOT_ID).strip());
        } catch (IOException e) {
            return process.info().startInstant().map(Instant::toString).orElse(""); // not Linux, or just ended
        }
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
