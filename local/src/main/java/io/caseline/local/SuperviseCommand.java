package io.caseline.local;

import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Supervisor;
import io.caseline.local.platform.Topology;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The supervisor of {@code up -d}, in a process of its own that writes to a log. */
@Command(name = "supervise", hidden = true)
final class SuperviseCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    @Option(names = "--port-base", required = true)
    private int portBase;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = caseline.home();
        Ports ports = new Ports(portBase);
        Supervisor supervisor = new Supervisor(home, ports, Topology.complete(home, ports), System.out::println);
        supervisor.stopOnExit();
        supervisor.start();
        System.out.println("caseline: " + supervisor.awaitDeath());
        return 1;
    }
}
