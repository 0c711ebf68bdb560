package io.caseline.local.platform;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A supervisor in a process of its own, which keeps running when this one ends. */
public final class DetachedSupervisor {

    private static final long POLL_MILLIS = 200;

    private DetachedSupervisor() {}

    /**
     * Returns when everything is up. Prints the supervisor's output until then.
     *
     * @throws CliException if the system does not start
     */
    public static void start(Home home, Ports ports, Consumer<String> console)
            throws IOException, InterruptedException {
        RunningPlatform.of(home).prepareStart(ports, console);
        var log = home.log("supervisor");
        LogRotation.beginNew(log);
        List<String> command = new ArrayList<>(JavaCommandLine.command("128m", "-Dcaseline.root=" + home.root()));
        command.addAll(List.of("-jar", home.jar("local").toString(), "supervise"));
        command.addAll(List.of("--port-base", Integer.toString(ports.base())));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("CASELINE_HOME", home.directory().toString());
        LogTail tail = new LogTail(log);
        Process supervisor = builder.start();
        Thread stopOnExit = new Thread(() -> stop(supervisor));
        Runtime.getRuntime().addShutdownHook(stopOnExit);
        while (!RunningPlatform.of(home).isReady()) {
            boolean ended = !supervisor.isAlive();
            tail.added().forEach(console);
            if (ended) {
                throw new CliException("the start failed; the output is in " + log);
            }
            Thread.sleep(POLL_MILLIS);
        }
        tail.added().forEach(console);
        Runtime.getRuntime().removeShutdownHook(stopOnExit);
    }

    /** Ctrl-C before everything is up stops the supervisor, too. */
    private static void stop(Process supervisor) {
        supervisor.destroy();
        try {
            supervisor.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
