package io.caseline.cases.submission;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.CaseOutcome;
import io.caseline.cases.ledger.Ledger;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.mapping.CareRequest;
import io.caseline.cases.mapping.CaseMapping;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Busy;
import io.caseline.cases.salesforce.InsertResult.Created;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.NewCase;
import io.caseline.cases.salesforce.SalesforceClient;
import io.caseline.schemas.Sealing;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/** Brings every command of a batch to an outcome that the ledger holds. */
@Service
class Submissions {
    private static final String OUTCOMES = "caseline.cases.outcomes";

    /** Failure code of a command whose sealed part no key opens. */
    static final String UNREADABLE_SEAL = "UNREADABLE_SEAL";

    private static final Logger log = LoggerFactory.getLogger(Submissions.class);

    private final Ledger ledger;
    private final SalesforceClient salesforce;
    private final CaseMapping mapping;
    private final Sealing sealing;
    private final ExponentialBackOff busyPauses;
    private final MeterRegistry meters;

    Submissions(
            Ledger ledger,
            SalesforceClient salesforce,
            CaseMapping mapping,
            Sealing sealing,
            SubmissionSettings settings,
            MeterRegistry meters) {
        this.ledger = ledger;
        this.salesforce = salesforce;
        this.mapping = mapping;
        this.sealing = sealing;
        this.busyPauses = settings.busy().backOff();
        this.busyPauses.setMaxAttempts(settings.busyTries() - 1);
        this.meters = meters;
    }

    /**
     * Submits the commands that have no outcome yet. What one call has settled stays settled, should a later one throw:
     * the batch comes again, and only the rest of it is submitted.
     *
     * @return the ledger's entry for each correlation id, all of them final
     * @throws io.caseline.cases.salesforce.SalesforceTrouble if the org as a whole is in trouble
     */
    Map<UUID, LedgerEntry> settle(Collection<CaseCommand> commands) {
        ledger.record(commands);
        Map<UUID, CaseCommand> open = firstOfEach(commands);
        Map<UUID, LedgerEntry> entries = ledger.find(open.keySet());
        entries.values().stream()
                .filter(LedgerEntry::isFinal)
                .map(LedgerEntry::correlationId)
                .forEach(open::remove);
        if (open.isEmpty()) {
            return entries;
        }
        List<CaseCommand> pending = List.copyOf(open.values());
        int size = salesforce.recordsPerCall();
        for (int from = 0; from < pending.size(); from += size) {
            submit(pending.subList(from, Math.min(from + size, pending.size())));
        }
        entries.putAll(ledger.find(open.keySet()));
        return entries;
    }

    /** In one batch the first command of a correlation id counts; the others are repeats. */
    private static Map<UUID, CaseCommand> firstOfEach(Collection<CaseCommand> commands) {
        Map<UUID, CaseCommand> first = new LinkedHashMap<>();
        commands.forEach(command -> first.putIfAbsent(command.correlationId(), command));
        return first;
    }

    private void submit(List<CaseCommand> commands) {
        Map<CaseCommand, NewCase> cases = new LinkedHashMap<>();
        Map<CaseCommand, CaseOutcome> unreadable = new LinkedHashMap<>();
        for (CaseCommand command : commands) {
            Optional<CareRequest> request = CaseMessages.unsealed(command, sealing);
            request.ifPresentOrElse(
                    readable -> cases.put(command, new NewCase(command.correlationId(), mapping.fields(readable))),
                    () -> unreadable.put(command, new CaseOutcome.Failed(UNREADABLE_SEAL, List.of())));
        }
        write(unreadable);
        insert(cases);
    }

    /** Calls until no record is busy, or has been so too often. */
    private void insert(Map<CaseCommand, NewCase> rest) {
        BackOffExecution pauses = busyPauses.start();
        while (!rest.isEmpty()) {
            Map<UUID, InsertResult> results = salesforce.insert(List.copyOf(rest.values()));
            long pause = pauses.nextBackOff();
            Map<CaseCommand, CaseOutcome> outcomes = new LinkedHashMap<>();
            rest.keySet()
                    .forEach(command -> outcome(
                                    Objects.requireNonNull(results.get(command.correlationId())),
                                    pause == BackOffExecution.STOP)
                            .ifPresent(outcome -> outcomes.put(command, outcome)));
            write(outcomes);
            rest.keySet().removeAll(outcomes.keySet());
            if (!rest.isEmpty()) {
                sleep(pause);
            }
        }
    }

    private static Optional<CaseOutcome> outcome(InsertResult result, boolean lastTry) {
        return switch (result) {
            case Created created -> Optional.of(new CaseOutcome.Created(created.salesforceId(), created.caseNumber()));
            case Refused refused -> Optional.of(new CaseOutcome.Failed(refused.code(), refused.fields()));
            case Busy busy ->
                lastTry ? Optional.of(new CaseOutcome.Failed(busy.code(), busy.fields())) : Optional.empty();
        };
    }

    private void write(Map<CaseCommand, CaseOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        ledger.settle(outcomes);
        outcomes.forEach((command, outcome) -> count(command.correlationId(), outcome));
    }

    private void count(UUID correlationId, CaseOutcome outcome) {
        switch (outcome) {
            case CaseOutcome.Created created -> {
                log.debug("Case {} created: {}", correlationId, created.caseNumber());
                meters.counter(OUTCOMES, "state", "created", "code", "").increment();
            }
            case CaseOutcome.Failed failed ->
                meters.counter(OUTCOMES, "state", "failed", "code", failed.code())
                        .increment();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while records were busy; the batch comes again", e);
        }
    }
}
