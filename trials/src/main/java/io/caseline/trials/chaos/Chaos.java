package io.caseline.trials.chaos;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.RunningPlatform;
import io.caseline.local.platform.Secrets;
import io.caseline.local.platform.Tokens;
import io.caseline.trials.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs trials on a platform of its own, which is deleted if all checks pass. */
final class Chaos {

    private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(3);

    private static final long POLL_MILLIS = 500;

    /** More than are sent during one fault, even on a slow machine, because a repeat causes no event to withhold. */
    private static final int REQUESTS_A_FAULT = 1000;

    private final Home home;
    private final Effort effort;
    private final Consumer<String> console;

    /**
     * The size of a run.
     *
     * @param seed determines plan and requests
     * @param faults for each processor
     * @param requests at least sent to each processor
     * @param failed cases that fail and are replayed
     * @param brokers 1, or 3 of which one is killed at a time, and nothing else
     */
    record Effort(long seed, int faults, int requests, int failed, int brokers) {}

    /** What to try. */
    enum Subject {
        CASES,
        REPLAY,
        TELLERS
    }

    Chaos(Home home, Effort effort, Consumer<String> console) {
        this.home = home;
        this.effort = effort;
        this.console = console;
    }

    /** @return whether all checks have passed */
    boolean run(List<Subject> subjects, Ports ports) throws IOException, InterruptedException, SQLException {
        cleanUp();
        List<Trial<?>> trials = trials(subjects, ports);
        SystemUnderTest system = new SystemUnderTest(
                home, ports, trials.stream().map(Trial::processor).toList(), effort.brokers() > 1, console);
        system.start();
        boolean passed = true;
        for (Trial<?> trial : trials) {
            passed &= passes(trial, system);
        }
        if (passed) {
            system.stop();
            home.delete();
        } else {
            console.accept("all data is kept in " + home.directory());
        }
        return passed;
    }

    private void cleanUp() throws IOException, InterruptedException {
        RunningPlatform before = RunningPlatform.of(home);
        if (before.supervisor().isPresent()) {
            throw new CliException("a chaos run is already using " + home.directory());
        }
        before.stopLeftovers(console);
        home.delete();
    }

    /** @return whether no request failed while instances were replaced */
    boolean upgrade(Ports ports) throws IOException, InterruptedException {
        cleanUp();
        return new UpgradeTrial(home, ports, effort.requests(), console).run(token());
    }

    private List<Trial<?>> trials(List<Subject> subjects, Ports ports) throws InterruptedException {
        Secrets secrets = new Secrets(home);
        Http gateway = new Http(ports.url(Port.GATEWAY), Duration.ofSeconds(20));
        String token = token();
        List<Trial<?>> trials = new ArrayList<>();
        for (Subject subject : subjects) {
            trials.add(
                    switch (subject) {
                        case CASES -> new CasesTrial(effort.seed(), gateway, token, ports, secrets);
                        case REPLAY -> new ReplayTrial(effort, gateway, token, ports, secrets, console);
                        case TELLERS ->
                            new TellersTrial(
                                    effort.seed(),
                                    Math.max(effort.requests(), REQUESTS_A_FAULT * effort.faults()) / 2,
                                    gateway,
                                    token,
                                    ports,
                                    secrets);
                    });
        }
        return trials;
    }

    private boolean passes(Trial<?> trial, SystemUnderTest system)
            throws IOException, InterruptedException, SQLException {
        FaultPlan plan = effort.brokers() > 1
                ? FaultPlan.ofBrokers(effort.seed(), effort.faults())
                : FaultPlan.of(effort.seed(), effort.faults(), trial.faults());
        console.accept("chaos %s, seed %d: %d faults"
                .formatted(trial.name(), plan.seed(), plan.faults().size()));
        trial.prepare();
        LoadGenerator load = new LoadGenerator(trial::request, trial.client(), plan.seed(), effort.requests());
        load.start();
        FaultInjector injector = new FaultInjector(system, trial, plan, console);
        injector.injectAll();
        console.accept("all faults are injected; waiting for the last responses");
        load.finish();
        injector.awaitRestarted();
        trial.finish();
        List<String> unfinished = awaitFinished(trial);
        CheckReport report = trial.check();
        report.none("unfinished work", unfinished);
        report.none("services that died without a fault", system.deaths());
        report.check(
                "faults whose point was reached",
                plan.faults().size(),
                injector.counts().missed());
        injector.brokers().check(report);
        return report(trial, plan, injector, report);
    }

    private static List<String> awaitFinished(Trial<?> trial) throws InterruptedException, SQLException {
        long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        List<String> unfinished = trial.unfinished();
        while (!unfinished.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLIS);
            unfinished = trial.unfinished();
        }
        return unfinished;
    }

    private boolean report(Trial<?> trial, FaultPlan plan, FaultInjector injector, CheckReport report)
            throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("chaos %s, seed %d: %s"
                .formatted(trial.name(), plan.seed(), report.passed() ? "nothing lost, nothing twice" : "FAILED"));
        lines.addAll(injector.counts().lines());
        lines.addAll(report.lines());
        lines.forEach(console);
        Files.write(home.log("report-" + trial.name()), lines);
        return report.passed();
    }

    private String token() {
        var scopes = Tokens.Grant.EVERYTHING.scopes();
        return new Tokens(new Secrets(home).tokenSigningKey(), InstantSource.system())
                .issue(new Tokens.Grant(
                        scopes, List.of("gobank", "rapidpay"), List.of(TellerClient.MERCHANT), Duration.ofDays(1)));
    }
}
