package io.caseline.local;

import io.caseline.local.platform.Ports;
import io.caseline.local.platform.RunningPlatform;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "status",
        description = "Shows the state of each service; exits with 0 if all are up.",
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
        List<RunningPlatform.Status> services = running.status();
        System.out.printf("%-19s %-10s %8s %6s  %s%n", "service", "state", "pid", "port", "uptime");
        for (RunningPlatform.Status service : services) {
            boolean runs = service.pid().isPresent();
            System.out.printf(
                    "%-19s %-10s %8s %6d  %s%n",
                    service.service(),
                    service.state(),
                    runs ? service.pid().getAsLong() : "-",
                    service.port(),
                    runs ? format(service.uptime()) : "-");
        }
        if (running.supervisor().isPresent()) {
            System.out.println("operators' console: "
                    + StartupMessage.console(caseline.home(), Ports.remembered(caseline.home())));
        }
        return services.stream().allMatch(service -> service.state().equals("up")) ? 0 : 1;
    }

    private static String format(Duration uptime) {
        return uptime.toHours() > 0
                ? "%d h %02d min".formatted(uptime.toHours(), uptime.toMinutesPart())
                : "%d min %02d s".formatted(uptime.toMinutes(), uptime.toSecondsPart());
    }
}
