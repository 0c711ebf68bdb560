package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports.Port;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Where a benchmark's platform listens. */
final class PlatformOptions {

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "8420",
            description = "First port of the platform. Default: ${DEFAULT-VALUE}.")
    private int portBase;

    int portBase() {
        return portBase;
    }

    BenchPlatform start(Home home, Port... applications) throws IOException, InterruptedException {
        return BenchPlatform.start(home, portBase, applications);
    }

    static void atLeast(int least, String option, int value) {
        if (value < least) {
            throw new CliException("%s must be at least %d".formatted(option, least));
        }
    }

    static void atMost(int most, String option, int value) {
        if (value > most) {
            throw new CliException("%s must be at most %d".formatted(option, most));
        }
    }
}
