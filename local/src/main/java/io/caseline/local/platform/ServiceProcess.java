package io.caseline.local.platform;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A running service, with a log and a pid file of its own. */
final class ServiceProcess {

    private static final long POLL_MILLIS = 100;

    private final Service service;
    private final Path log;
    private final Process process;
    private final PidRecord record;
    private volatile boolean endExpected;

    private ServiceProcess(Service service, Path log, Process process) {
        this.service = service;
        this.log = log;
        this.process = process;
        this.record = PidRecord.of(service.name(), process.toHandle());
    }

    /** @param onDeath gets a message with the end of the log if the process ends unexpectedly */
    static ServiceProcess start(Service service, Home home, Consumer<String> onDeath) throws IOException {
        Path log = home.log(service.name());
        Process process = service.process()
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        ServiceProcess started = new ServiceProcess(service, log, process);
        started.record.write(home);
        var unused = process.onExit().thenRun(() -> {
            if (!started.endExpected) {
                onDeath.accept(started.describeDeath());
            }
        });
        return started;
    }

    /** Kills the process and all processes that it started. */
    void kill() throws InterruptedException {
        endExpected = true;
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }

    PidRecord record() {
        return record;
    }

    /** The end of the process is not an error from now on. */
    void expectEnd() {
        endExpected = true;
    }

    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + service.startTimeout().toNanos();
        while (process.isAlive() && !service.isReady()) {
            if (System.nanoTime() > deadline) {
                throw new CliException("%s was not ready on port %d within %d s; its last lines (%s):%n%s"
                        .formatted(
                                service.name(),
                                service.port(),
                                service.startTimeout().toSeconds(),
                                log,
                                LogTail.last(log, 20)));
            }
            Thread.sleep(POLL_MILLIS);
        }
        if (!process.isAlive()) {
            throw new CliException(describeDeath()); // the port belongs to another process
        }
        service.complete();
    }

    private String describeDeath() {
        return "%s died with exit code %d; its last lines (%s):%n%s"
                .formatted(service.name(), process.exitValue(), log, LogTail.last(log, 20));
    }
}
