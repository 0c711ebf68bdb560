package io.caseline.local;

import io.caseline.cli.CliException;
import io.caseline.cli.ErrorHandler;
import io.caseline.local.demo.Demo;
import io.caseline.local.demo.DemoTarget;
import io.caseline.local.docker.Docker;
import io.caseline.local.docker.DockerDemo;
import io.caseline.local.platform.DetachedSupervisor;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.RunningPlatform;
import io.caseline.local.platform.Secrets;
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

    @Option(
            names = "--docker",
            description = "Starts docker-compose.yml instead, and sends the requests to it. Builds missing images.")
    private boolean docker;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (docker) {
            return onDocker();
        }
        if (caseline.container().isPresent()) {
            return run(caseline.container().get().demo(), caseline.secrets()) ? 0 : 1;
        }
        var home = caseline.home();
        RunningPlatform running = RunningPlatform.of(home);
        boolean wasUp = running.supervisor().isPresent();
        Ports ports = wasUp ? Ports.remembered(home) : Ports.choose(home, portBase, System.getenv());
        if (wasUp) {
            checkUsable(running, ports);
        } else {
            DetachedSupervisor.start(home, ports, System.out::println);
        }
        Secrets secrets = caseline.secrets();
        boolean asExpected = run(DemoTarget.local(ports, secrets), secrets);
        if (!wasUp) {
            System.out.println();
            System.out.println("the system is still running, so that you can look around; ./caseline down stops it");
            StartupMessage.print(home, ports);
        } else {
            System.out.println("operators' console: " + StartupMessage.console(home, ports));
        }
        return asExpected ? 0 : 1;
    }

    private int onDocker() throws IOException, InterruptedException {
        if (portBase != null) {
            throw new CliException(
                    "with --docker each port has a variable of its own, such as CASELINE_GATEWAY_PORT=9400");
        }
        return new DockerDemo(new Docker(caseline.home().root()), caseline.home(), System.out::println).run();
    }

    private boolean run(DemoTarget target, Secrets secrets) throws IOException, InterruptedException {
        return new Demo(target, secrets, System.out::println, this::caseline, InstantSource.system()).run();
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
