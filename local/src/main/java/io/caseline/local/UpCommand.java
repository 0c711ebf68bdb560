package io.caseline.local;

import io.caseline.local.platform.DetachedSupervisor;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Supervisor;
import io.caseline.local.platform.Topology;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "up", description = "Starts all services and runs until Ctrl-C.", mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    @Option(
            names = {"-d", "--detach"},
            description = "Returns when everything is up, and leaves it running.")
    private boolean detach;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "First of ten consecutive ports; remembered. Also CASELINE_PORT_BASE. Default: 8400.")
    private @Nullable Integer portBase;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var home = caseline.home();
        Ports ports = Ports.choose(home, portBase, System.getenv());
        if (detach) {
            DetachedSupervisor.start(home, ports, System.out::println);
            StartupMessage.print(home, ports);
            return 0;
        }
        Supervisor supervisor = new Supervisor(home, ports, Topology.complete(home, ports), System.out::println);
        supervisor.stopOnExit();
        supervisor.start();
        StartupMessage.print(home, ports);
        System.err.println("caseline: " + supervisor.awaitDeath());
        return 1;
    }
}
