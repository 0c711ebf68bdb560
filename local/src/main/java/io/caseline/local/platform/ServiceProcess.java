package io.caseline.local.platform;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/** A part that runs, its output in a log of its own, its pid on record. */
final class ServiceProcess {

    private static final long POLL_MILLIS = 100;

    private final Service part;
    private final Path log;
    private final Process process;
    private final PidRecord record;
    private volatile boolean endExpected;

    private ServiceProcess(Service part, Path log, Process process) {
        this.part = part;
        this.log = log;
        this.process = process;
        this.record = PidRecord.of(part.name(), process.toHandle());
    }

    /** @param onDeath gets a sentence about it, and its last words, whenever the process ends and nobody said it would */
    static ServiceProcess start(Service part, Home home, Consumer<String> onDeath) throws IOException {
        Path log = home.log(part.name());
        Process process = part.process()
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        ServiceProcess child = new ServiceProcess(part, log, process);
        child.record.write(home);
        var unused = process.onExit().thenRun(() -> {
            if (!child.endExpected) {
                onDeath.accept(child.lastWords());
            }
        });
        return child;
    }

    /** Puts the log of the run before aside, so that the log tells of one run. */
    static void turnLog(Path log) throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Ends the process and all that it started, at once, as a crash of the machine would. */
    void kill() throws InterruptedException {
        endExpected = true;
        List<ProcessHandle> offspring = process.descendants().toList();
        process.destroyForcibly();
        offspring.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }

    PidRecord record() {
        return record;
    }

    /** Its end is no news from now on. */
    void expectEnd() {
        endExpected = true;
    }

    void awaitAnswer() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + part.deadline().toNanos();
        while (process.isAlive() && !part.answers()) {
            if (System.nanoTime() > deadline) {
                throw new CliException("%s did not answer on port %d within %d s; its last lines (%s):%n%s"
                        .formatted(part.name(), part.port(), part.deadline().toSeconds(), log, LogTail.last(log, 20)));
            }
            Thread.sleep(POLL_MILLIS);
        }
        if (!process.isAlive()) {
            throw new CliException(lastWords()); // what answers is not ours, then
        }
        part.complete();
    }

    private String lastWords() {
        return "%s died with exit code %d; its last lines (%s):%n%s"
                .formatted(part.name(), process.exitValue(), log, LogTail.last(log, 20));
    }
}
