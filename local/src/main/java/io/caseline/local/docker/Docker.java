package io.caseline.local.docker;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs {@code docker} in the folder of the compose file. */
public final class Docker {

    private final Path folder;
    private final String program;

    public Docker(Path folder) {
        this(folder, "docker");
    }

    Docker(Path folder, String program) {
        this.folder = folder;
        this.program = program;
    }

    /** What a run has printed. */
    record Result(int exit, String output, String errors) {

        boolean failed() {
            return exit != 0;
        }

        /** The last line of its errors. */
        String reason() {
            return errors.strip().lines().reduce("exit code " + exit, (earlier, later) -> later.strip());
        }
    }

    Path folder() {
        return folder;
    }

    /** Runs it without a word. */
    Result run(String... arguments) throws IOException, InterruptedException {
        Process process = start(new ProcessBuilder(command(arguments)));
        process.getOutputStream().close();
        CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> {
            try {
                return read(process.errorReader(StandardCharsets.UTF_8));
            } catch (IOException e) {
                return "";
            }
        });
        String output = read(process.inputReader(StandardCharsets.UTF_8));
        return new Result(process.waitFor(), output, errors.join());
    }

    /** Runs it as if it had been typed. Returns its exit code. */
    int show(String... arguments) throws IOException, InterruptedException {
        return start(new ProcessBuilder(command(arguments)).inheritIO()).waitFor();
    }

    private Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.directory(folder.toFile()).start();
        } catch (IOException e) {
            throw new CliException("needs Docker (docker) on the PATH; found none", e);
        }
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String read(Reader reader) throws IOException {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        return text.toString();
    }
}
