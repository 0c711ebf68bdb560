package io.caseline.local;

import io.caseline.local.platform.RunningPlatform;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "down", description = "Stops all services and keeps the data.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean stopped = RunningPlatform.of(caseline.home()).stop(System.out::println);
        System.out.println(stopped ? "everything is stopped" : "nothing was running");
        return 0;
    }
}
