package io.caseline.local.chaos;

import io.caseline.local.parts.Home;
import io.caseline.local.parts.Messaging;
import io.caseline.local.parts.Ports;
import io.caseline.local.parts.Ports.Port;
import io.caseline.local.parts.Refusal;
import io.caseline.local.parts.Running;
import io.caseline.local.parts.Secrets;
import io.caseline.local.parts.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tries one or both of the processors on a system of its own, which is gone afterwards if everything was as it should be. */
public final class Chaos {

    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(3);

    private final Home home;
    private final Effort effort;
    private final Consumer<String> console;

    /**
     * How much is tried.
     *
     * @param seed decides on the plan and on the requests
     * @param kills blows, of which each processor that is tried gets as many
     * @param requests fewest requests for each processor
     */
    public record Effort(long seed, int kills, int requests) {}

    /** Which of the processors. */
    public enum Subject {
        CASES,
        TELLERS
    }

    public Chaos(Home home, Effort effort, Consumer<String> console) {
        this.home = home;
        this.effort = effort;
        this.console = console;
    }

    /** @return whether everything that was accepted became what it should, once */
    public boolean run(List<Subject> subjects) throws IOException, InterruptedException, SQLException {
        clearTheWay();
        Ports ports = Stage.freePorts();
        List<Trial> trials = trials(subjects, ports);
        Stage stage =
                new Stage(home, ports, trials.stream().map(Trial::processor).toList(), console);
        stage.start();
        boolean passed = true;
        for (Trial trial : trials) {
            passed &= tried(trial, stage, ports);
        }
        if (passed) {
            stage.stop();
            home.delete();
        } else {
            console.accept("everything is kept in " + home.directory());
        }
        return passed;
    }

    private void clearTheWay() throws IOException, InterruptedException {
        Running before = Running.of(home);
        if (before.supervisor().isPresent()) {
            throw new Refusal("chaos goes on already in " + home.directory());
        }
        before.stopLeftovers(console);
        home.delete();
    }

    private List<Trial> trials(List<Subject> subjects, Ports ports) {
        Secrets secrets = new Secrets(home);
        List<Trial> trials = new ArrayList<>();
        for (Subject subject : subjects) {
            trials.add(
                    switch (subject) {
                        case CASES -> new CasesTrial(effort.seed(), ports, secrets);
                        case TELLERS ->
                            // enough for as long as all the blows may take
                            new TellersTrial(
                                    effort.seed(),
                                    Math.max(effort.requests(), 400 * effort.kills()) / 2,
                                    ports,
                                    secrets);
                    });
        }
        return trials;
    }

    private boolean tried(Trial trial, Stage stage, Ports ports)
            throws IOException, InterruptedException, SQLException {
        Plan plan = Plan.of(effort.seed(), effort.kills(), trial.points());
        Book book = new Book();
        console.accept("chaos %s, seed %d: %d blows"
                .formatted(trial.name(), plan.seed(), plan.strikes().size()));
        trial.prepare();
        Http gateway = new Http(ports.url(Port.GATEWAY), Duration.ofSeconds(20));
        String token = token();
        Load load = new Load(trial, gateway, () -> token, book, plan.seed(), effort.requests());
        load.start();
        Blows blows = new Blows(stage, trial, plan, console);
        blows.strikeAll();
        console.accept("the blows are over; the partners get their last answers");
        load.finish();
        trial.finish();
        List<String> rest = new Topics(Messaging.of(ports)).awaitDrained(trial.lane(), LONGEST_DRAIN);
        blows.awaitRevived();
        Verdict verdict = trial.verdict(book);
        verdict.check("everything read, and every transaction ended", 0, rest);
        verdict.check("parts that died by themselves", 0, stage.deaths());
        verdict.check("blows that found what they waited for", plan.strikes().size(), blows.missed());
        return told(trial, plan, blows, verdict);
    }

    private boolean told(Trial trial, Plan plan, Blows blows, Verdict verdict) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("chaos %s, seed %d: %s"
                .formatted(trial.name(), plan.seed(), verdict.passed() ? "nothing lost, nothing twice" : "FAILED"));
        lines.addAll(blows.lines());
        lines.addAll(verdict.lines());
        lines.forEach(console);
        Files.write(home.log("verdict-" + trial.name()), lines);
        return verdict.passed();
    }

    private String token() {
        var scopes = Tokens.Grant.EVERYTHING.scopes();
        return new Tokens(new Secrets(home).tokenSigningKey(), InstantSource.system())
                .issue(new Tokens.Grant(
                        scopes, List.of("gobank", "rapidpay"), List.of(Till.MERCHANT), Duration.ofDays(1)));
    }
}
