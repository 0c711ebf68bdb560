package io.caseline.local;

import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Supervisor;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What {@code up -d} leaves running: the supervisor, with a log for a console. */
@Command(name = "supervise", hidden = true)
final class SuperviseCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    @Option(names = "--port-base", required = true)
    private int portBase;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Supervisor supervisor = new Supervisor(caseline.home(), new Ports(portBase), System.out::println);
        supervisor.stopOnExit();
        supervisor.start();
        System.out.println("caseline: " + supervisor.awaitDeath());
        return 1;
    }
}
