package io.caseline.local.platform;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Programs that run to completion, such as those that initialize a data directory. */
final class OneShotProcess {

    private OneShotProcess() {}

    /**
     * Runs a program in a folder.
     *
     * @throws CliException with the last lines of the log, if the exit code is not 0
     */
    static void run(List<String> command, Path folder, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        int exit = process.waitFor();
        if (exit != 0) {
            throw new CliException("%s exited with %d; its last lines (%s):\n%s"
                    .formatted(command.getFirst(), exit, log, LogTail.last(log, 20)));
        }
    }
}
