package io.caseline.trials.chaos;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Home;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

@Command(
        name = "chaos",
        description =
                "Kills services of a platform of its own under load, and checks that no accepted request is lost or"
                        + " processed twice. Without a further command: cases, then tellers.",
        mixinStandardHelpOptions = true)
public final class ChaosCommand implements Callable<Integer> {

    private final Home home;

    @Option(
            names = "--seed",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description = "Determines faults and requests. Default: random, and printed.")
    private @Nullable Long seed;

    @Option(
            names = "--faults",
            paramLabel = "N",
            defaultValue = "20",
            scope = ScopeType.INHERIT,
            description = "Faults for each processor, about 15 s each. Default: ${DEFAULT-VALUE}.")
    private int faults;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "2000",
            scope = ScopeType.INHERIT,
            description = "Minimum number of requests; more while faults are injected. Of an upgrade: between two"
                    + " steps. Default: ${DEFAULT-VALUE}.")
    private int requests;

    @Option(
            names = "--failed",
            paramLabel = "N",
            defaultValue = "10000",
            scope = ScopeType.INHERIT,
            description = "Cases that fail and are replayed. Default: ${DEFAULT-VALUE}.")
    private int failed;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description = "First of 24 consecutive ports. Default: the first from 8440 that are free.")
    private @Nullable Integer portBase;

    @Option(
            names = "--brokers",
            paramLabel = "1|3",
            defaultValue = "1",
            scope = ScopeType.INHERIT,
            description = "With 3, topics have three replicas, and one broker at a time is killed, and nothing else."
                    + " Default: ${DEFAULT-VALUE}.")
    private int brokers;

    /** @param home for the data of its platform; what is there is deleted */
    public ChaosCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        return run(List.of(Chaos.Subject.CASES, Chaos.Subject.TELLERS));
    }

    @Command(
            description = "Two case-processors, the gateway, Kafka, PostgreSQL and Salesforce.",
            mixinStandardHelpOptions = true)
    int cases() throws IOException, InterruptedException, SQLException {
        return run(List.of(Chaos.Subject.CASES));
    }

    @Command(
            description = "Failed cases that operators replay, with two case-processors, the gateway, Kafka, PostgreSQL"
                    + " and Salesforce.",
            mixinStandardHelpOptions = true)
    int replay() throws IOException, InterruptedException, SQLException {
        return run(List.of(Chaos.Subject.REPLAY));
    }

    @Command(description = "Two teller-processors, the gateway, Kafka and PostgreSQL.", mixinStandardHelpOptions = true)
    int tellers() throws IOException, InterruptedException, SQLException {
        return run(List.of(Chaos.Subject.TELLERS));
    }

    @Command(
            description =
                    "Replaces two gateways and two case-processors under load, one after the other, and takes one of"
                            + " each away. Fails if a single request does.",
            mixinStandardHelpOptions = true)
    int upgrade() throws IOException, InterruptedException {
        return chaos().upgrade(SystemUnderTest.ports(portBase)) ? 0 : 1;
    }

    private int run(List<Chaos.Subject> subjects) throws IOException, InterruptedException, SQLException {
        return chaos().run(subjects, SystemUnderTest.ports(portBase)) ? 0 : 1;
    }

    private Chaos chaos() {
        if (brokers != 1 && brokers != 3) {
            throw new CliException("--brokers must be 1 or 3, but is " + brokers);
        }
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
        return new Chaos(home, new Chaos.Effort(chosen, faults, requests, failed, brokers), System.out::println);
    }
}
