package io.caseline.local;

import io.caseline.local.platform.RunningPlatform;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "status",
        description = "Shows how each part is; ends with 0 if all are up.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunningPlatform running = RunningPlatform.of(caseline.home());
        if (running.supervisor().isEmpty()) {
            running.stopLeftovers(System.out::println);
        }
        List<RunningPlatform.Status> parts = running.status();
        System.out.printf("%-19s %-10s %8s %6s  %s%n", "part", "state", "pid", "port", "uptime");
        for (RunningPlatform.Status part : parts) {
            boolean runs = part.pid().isPresent();
            System.out.printf(
                    "%-19s %-10s %8s %6d  %s%n",
                    part.part(),
                    part.state(),
                    runs ? part.pid().getAsLong() : "-",
                    part.port(),
                    runs ? words(part.uptime()) : "-");
        }
        return parts.stream().allMatch(part -> part.state().equals("up")) ? 0 : 1;
    }

    private static String words(Duration uptime) {
        return uptime.toHours() > 0
                ? "%d h %02d min".formatted(uptime.toHours(), uptime.toMinutesPart())
                : "%d min %02d s".formatted(uptime.toMinutes(), uptime.toSecondsPart());
    }
}
