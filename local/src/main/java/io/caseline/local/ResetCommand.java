package io.caseline.local;

import io.caseline.cli.CliException;
import io.caseline.local.platform.RunningPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "reset",
        description = "Stops everything and deletes its data, secrets, logs and choice of ports.",
        mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    @Option(names = "--yes", description = "Does not ask for confirmation.")
    private boolean yes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var home = caseline.home();
        System.out.println(
                "this stops everything and deletes all topics, databases, secrets and logs in " + home.directory());
        if (!yes && !confirmed()) {
            throw new CliException("nothing was deleted");
        }
        RunningPlatform.of(home).stop(System.out::println);
        home.delete();
        System.out.println("deleted");
        return 0;
    }

    private static boolean confirmed() {
        System.out.print("type yes to continue: ");
        Scanner answers = new Scanner(System.in, StandardCharsets.UTF_8);
        return answers.hasNextLine() && answers.nextLine().strip().equals("yes");
    }
}
