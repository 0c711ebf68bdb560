package io.caseline.analysts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A client as a process of its own. What it prints goes to a file below {@code target}. */
final class ClientProcess implements AutoCloseable {
    private static final int LONGEST_RUN_MINUTES = 5;

    private final Process process;
    private final Path output;

    private ClientProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static ClientProcess start(String name, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile(Path.of("target"), name + "-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(Path.of(output + ".err").toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ClientProcess(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the JVM that runs the tests. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What it has printed up to now. */
    String output() {
        if (!process.isAlive() && process.exitValue() != 0) {
            throw new IllegalStateException("Exit code " + process.exitValue() + ", see " + output + ".err");
        }
        return read(output);
    }

    /** What it has printed to its error stream up to now. */
    String errors() {
        return read(Path.of(output + ".err"));
    }

    /** All that it printed, once it has ended by itself. */
    String join() throws InterruptedException {
        if (!process.waitFor(LONGEST_RUN_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("Still running, see " + output);
        }
        return output();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it, so that it commits and closes nothing. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public String toString() {
        return output.toString();
    }
}
