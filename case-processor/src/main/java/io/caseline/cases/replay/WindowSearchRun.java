package io.caseline.cases.replay;

import io.caseline.cases.inbox.CommandLog;
import io.caseline.cases.inbox.CommandWindow;
import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.Ledger;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.replay.MissingCases.Lost;
import io.caseline.cases.replay.WindowFindings.SearchOverException;
import io.caseline.cases.replay.WindowSearches.Found;
import io.caseline.schemas.registry.SchemaRegistryUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One search of a window, from its beginning. It remembers nothing that a later one needs: what it has found is in the replay's
 * list, and is found again.
 */
final class WindowSearchRun {
    private static final Logger log = LoggerFactory.getLogger(WindowSearchRun.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final long replay;
    private final CommandLog commandLog;
    private final Ledger ledger;
    private final CaseLookUp caseLookUp;
    private final WindowFindings findings;
    private final BooleanSupplier mayGoOn;
    private final UUID run = UUID.randomUUID();
    private Duration pause = FIRST_PAUSE;

    /** By correlation id, so that a command is looked up once in a call. */
    private final Map<UUID, Lost> toLookUp = new LinkedHashMap<>();

    /** @param mayGoOn whether this instance still is the one that searches */
    WindowSearchRun(
            long replay,
            CommandLog commandLog,
            Ledger ledger,
            CaseLookUp caseLookUp,
            WindowFindings findings,
            BooleanSupplier mayGoOn) {
        this.replay = replay;
        this.commandLog = commandLog;
        this.ledger = ledger;
        this.caseLookUp = caseLookUp;
        this.findings = findings;
        this.mayGoOn = mayGoOn;
    }

    void search() throws InterruptedException {
        Optional<WindowSearch> begun = findings.begin(replay, run);
        if (begun.isEmpty()) {
            return;
        }
        WindowSearch search = begun.get();
        log.info("Searching the commands from {} to {} for replay {}", search.from(), search.to(), replay);
        try (CommandWindow window = commandLog.open(search.from(), search.to())) {
            window.logStartsAt().ifPresent(time -> findings.logStartsAt(replay, time));
            while (!window.isAtEnd()) {
                search(ofProgram(next(window), search), search.dryRun());
            }
            lookUp(search.dryRun());
            findings.finish(replay, run, search.dryRun());
        } catch (SearchOverException e) {
            log.info("The search for replay {} is over for this instance", replay);
        }
    }

    private List<CaseCommand> next(CommandWindow window) throws InterruptedException {
        while (true) {
            requireLease();
            try {
                return window.next();
            } catch (SchemaRegistryUnavailableException e) {
                waitBecause("The schema registry is unavailable");
            }
        }
    }

    private static List<CaseCommand> ofProgram(List<CaseCommand> commands, WindowSearch search) {
        return commands.stream()
                .filter(command -> search.program() == null || search.program().equals(command.programCode()))
                .toList();
    }

    private void search(List<CaseCommand> commands, boolean dryRun) throws InterruptedException {
        if (commands.isEmpty()) {
            return;
        }
        Map<UUID, LedgerEntry> entries = new HashMap<>();
        ledger.find(commands.stream().map(CaseCommand::correlationId).toList())
                .forEach(entry -> entries.put(entry.correlationId(), entry));
        int open = 0;
        int failed = 0;
        int discarded = 0;
        for (CaseCommand command : commands) {
            LedgerEntry entry = entries.get(command.correlationId());
            if (entry == null) {
                toLookUp.put(command.correlationId(), new Lost(command, 0));
                continue;
            }
            switch (entry.state()) {
                case RECEIVED -> open++;
                case CREATED -> toLookUp.put(command.correlationId(), new Lost(command, entry.attempts()));
                case FAILED -> failed += isInThisReplay(entry) ? 0 : 1;
                case DISCARDED -> discarded++;
            }
        }
        findings.count(replay, run, new Found(commands.size(), 0, 0, open, failed, discarded));
        if (toLookUp.size() >= CaseLookUp.LIMIT) {
            lookUp(dryRun);
        }
    }

    /** Found by an earlier run, or twice in this one. */
    private boolean isInThisReplay(LedgerEntry entry) {
        return Long.valueOf(replay).equals(entry.replay()) && MissingCases.CASE_MISSING.equals(entry.failureCode());
    }

    private void lookUp(boolean dryRun) throws InterruptedException {
        while (!toLookUp.isEmpty()) {
            List<Lost> batch =
                    toLookUp.values().stream().limit(CaseLookUp.LIMIT).toList();
            List<UUID> ids =
                    batch.stream().map(lost -> lost.command().correlationId()).toList();
            Set<UUID> existing = caseLookUp.existing(ids, this::waitBecause);
            pause = FIRST_PAUSE;
            List<Lost> missing = batch.stream()
                    .filter(lost -> !existing.contains(lost.command().correlationId()))
                    .toList();
            Found found = new Found(0, batch.size() - missing.size(), missing.size(), 0, 0, 0);
            requireLease();
            if (dryRun) {
                findings.count(replay, run, found);
            } else {
                findings.fail(replay, run, missing, found);
            }
            ids.forEach(toLookUp::remove);
        }
    }

    private void waitBecause(String problem) throws InterruptedException {
        requireLease();
        findings.waits(replay, run, problem);
        Thread.sleep(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    private void requireLease() {
        if (!mayGoOn.getAsBoolean()) {
            throw new SearchOverException();
        }
    }
}
