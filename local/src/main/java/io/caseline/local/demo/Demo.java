package io.caseline.local.demo;

import io.caseline.cli.directory.DirectoryProducer;
import io.caseline.local.platform.Secrets;
import io.caseline.local.platform.Tokens;
import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.Sealing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Loads the sample directory, sends all samples to a running system, reports the responses, and ends with
 * a wave of failures that is replayed. */
public final class Demo {

    private final DemoTarget target;
    private final Secrets secrets;
    private final Consumer<String> console;
    private final ToIntFunction<String[]> caseline;
    private final InstantSource clock;
    private final Instant now;

    /**
     * @param secrets of the target
     * @param caseline runs {@code ./caseline} with these arguments and returns its exit code
     */
    public Demo(
            DemoTarget target,
            Secrets secrets,
            Consumer<String> console,
            ToIntFunction<String[]> caseline,
            InstantSource clock) {
        this.target = target;
        this.secrets = secrets;
        this.console = console;
        this.caseline = caseline;
        this.clock = clock;
        this.now = clock.instant();
    }

    /** @return whether every response and the replay are as expected */
    public boolean run() throws IOException, InterruptedException {
        Partner partner = new Partner(target.gateway());
        SalesforceCalls salesforce = new SalesforceCalls(new Partner(target.sandbox()));
        List<CardSample> cards = Samples.cards();
        List<CardIds> ids = new ArrayList<>();
        for (int line = 0; line < cards.size(); line++) {
            ids.add(CardIds.of(cards.get(line), now, line));
        }
        List<DirectoryEntry> entries = directory(cards, ids);
        console.accept("loading a directory of %d entries".formatted(entries.size()));
        load(entries);

        new WarmUp(
                        partner,
                        new Tokens(secrets.tokenSigningKey(), InstantSource.system()).issue(Tokens.Grant.EVERYTHING),
                        console)
                .run();
        List<Scenario> scenarios = scenarios(cards, ids);
        long callsBefore = salesforce.used();
        long began = System.nanoTime();
        List<Row> rows = run(scenarios, partner);
        Report report = new Report(rows, Duration.ofNanos(System.nanoTime() - began), salesforce.used() - callsBefore);
        report.lines().forEach(console);
        boolean replayed = failureWave(partner).run();
        return report.isAsExpected() && replayed;
    }

    private FailureWave failureWave(Partner partner) {
        String token = new Tokens(secrets.tokenSigningKey(), InstantSource.system()).issue(Tokens.Grant.EVERYTHING);
        OrgFaults org = new OrgFaults(new Partner(target.sandbox()));
        return new FailureWave(partner, org, token, target.commandLine(), caseline, console, clock);
    }

    private void load(List<DirectoryEntry> entries) throws InterruptedException {
        try (DirectoryProducer topic = new DirectoryProducer(target.kafka())) {
            entries.forEach(entry -> topic.send(entry.getEntityId(), entry));
            topic.flush().awaitZero(left -> {});
        }
    }

    private List<Row> run(List<Scenario> scenarios, Partner partner) throws IOException, InterruptedException {
        var refusedCards = new RefusedCards(target.tellers());
        refusedCards.install();
        try {
            return new ScenarioRunner(partner, console).run(scenarios);
        } finally {
            refusedCards.remove();
        }
    }

    private List<DirectoryEntry> directory(List<CardSample> cards, List<CardIds> ids) {
        DirectoryEntries entries = new DirectoryEntries(Sealing.from(secrets.sealingKeySet()), now);
        List<DirectoryEntry> result = new ArrayList<>();
        Samples.merchants().forEach(merchant -> {
            result.add(entries.merchant(merchant));
            merchant.stores().forEach(store -> result.add(entries.store(merchant, store)));
        });
        for (int line = 0; line < cards.size(); line++) {
            CardSample card = cards.get(line);
            if (card.teller() != null) {
                result.add(entries.teller(card.merchant(), ids.get(line), card.teller()));
            }
            if (card.account() != null) {
                result.add(entries.account(card.merchant(), ids.get(line), card.account()));
            }
        }
        return result;
    }

    private List<Scenario> scenarios(List<CardSample> cards, List<CardIds> ids) {
        Tokens tokens = new Tokens(secrets.tokenSigningKey(), InstantSource.system());
        Tokens.Grant everything = Tokens.Grant.EVERYTHING;
        List<String> named = cards.stream().map(CardSample::merchant).distinct().toList();
        String tills = tokens.issue(new Tokens.Grant(everything.scopes(), List.of(), named, everything.lifetime()));
        var bearers = new CaseScenario.Bearers(
                tokens.issue(everything),
                tokens.issue(new Tokens.Grant(everything.scopes(), List.of(), List.of(), everything.lifetime())));
        Stream<Scenario> cases = Samples.cases().stream().map(sample -> new CaseScenario(sample, bearers));
        List<Scenario> scenarios = new ArrayList<>(cases.toList());
        for (int line = 0; line < cards.size(); line++) {
            scenarios.add(new CardScenario(cards.get(line), ids.get(line), tills));
        }
        return scenarios;
    }
}
