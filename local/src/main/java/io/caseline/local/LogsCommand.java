package io.caseline.local;

import io.caseline.cli.CliException;
import io.caseline.cli.OutputWatch;
import io.caseline.cli.PositiveConverter;
import io.caseline.local.platform.LogTail;
import io.caseline.local.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "logs", description = "Shows the log of a service.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 300;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    @Parameters(paramLabel = "NAME", description = "A service as status lists it, or supervisor, or caseline.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(
            names = "-n",
            paramLabel = "LINES",
            converter = PositiveConverter.OrZero.class,
            description = "Number of last lines. Default: 100.")
    private int lines = 100;

    @Option(names = "-f", description = "Follows the log until Ctrl-C.")
    private boolean follow;

    @Override
    public Integer call() throws IOException {
        List<String> names = new ArrayList<>(Topology.names());
        names.addAll(List.of("supervisor", "caseline"));
        if (!names.contains(name)) {
            throw new CliException("there is no service %s; there are %s".formatted(name, String.join(", ", names)));
        }
        Path log = caseline.home().log(name);
        if (!Files.exists(log)) {
            throw new CliException("%s has no log yet".formatted(name));
        }
        LogTail tail = new LogTail(log);
        System.out.println(LogTail.last(log, lines));
        if (follow) {
            follow(tail);
        }
        return 0;
    }

    /** Until Ctrl-C, or until nobody reads the output any more. */
    private static void follow(LogTail tail) throws IOException {
        Thread thread = Thread.currentThread();
        OutputWatch.start(thread::interrupt);
        try {
            while (!System.out.checkError()) {
                tail.added().forEach(System.out::println);
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            return;
        }
    }
}
