package io.caseline.local;

import io.caseline.local.platform.ContainerSecrets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The first service of docker-compose.yml. */
@Command(
        name = "secrets",
        description = "Writes the secrets of this home for containers, a folder for each service.",
        mixinStandardHelpOptions = true,
        hidden = true)
final class SecretsCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    @Parameters(paramLabel = "FOLDER", description = "Target; created if it does not exist.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        new ContainerSecrets(caseline.home(), folder).write();
        System.out.println("the secrets are in " + folder);
        return 0;
    }
}
