package io.caseline.local;

import io.caseline.cli.CliException;
import io.caseline.cli.ErrorHandler;
import io.caseline.local.demo.Demo;
import io.caseline.local.platform.DetachedSupervisor;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.RunningPlatform;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "demo",
        description = "Sends a few hundred sample requests to a running system, or starts one and leaves it running.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    @Option(names = "--port-base", paramLabel = "N", description = "As for up, if the system is not running.")
    private @Nullable Integer portBase;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var home = caseline.home();
        RunningPlatform running = RunningPlatform.of(home);
        boolean wasUp = running.supervisor().isPresent();
        Ports ports = wasUp ? Ports.remembered(home) : Ports.choose(home, portBase, System.getenv());
        if (wasUp) {
            checkUsable(running, ports);
        } else {
            DetachedSupervisor.start(home, ports, System.out::println);
        }
        boolean asExpected = new Demo(home, ports, System.out::println, this::caseline, InstantSource.system()).run();
        if (!wasUp) {
            System.out.println();
            System.out.println("the system is still running, so that you can look around; ./caseline down stops it");
            StartupMessage.print(home, ports);
        } else {
            System.out.println("operators' console: " + StartupMessage.console(home, ports));
        }
        return asExpected ? 0 : 1;
    }

    /** Runs another command as a person would. */
    private int caseline(String... arguments) {
        return Caseline.commandLine(caseline.home())
                .setExecutionExceptionHandler(new ErrorHandler(caseline.home().log("caseline")))
                .execute(arguments);
    }

    private void checkUsable(RunningPlatform running, Ports ports) {
        if (!running.isReady()) {
            throw new CliException("the system is still starting; see ./caseline status");
        }
        if (portBase != null && portBase != ports.base()) {
            throw new CliException(
                    "the system is up on ports from %d; ./caseline down, then start it with --port-base %d"
                            .formatted(ports.base(), portBase));
        }
    }
}
