package io.caseline.cases.submission;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.CaseOutcome;
import io.caseline.cases.ledger.CommandPosition;
import io.caseline.cases.ledger.Ledger;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.mapping.CareRequest;
import io.caseline.cases.mapping.CaseMapping;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Busy;
import io.caseline.cases.salesforce.InsertResult.Created;
import io.caseline.cases.salesforce.InsertResult.Held;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.NewCase;
import io.caseline.cases.salesforce.SalesforceClient;
import io.caseline.cases.salesforce.SalesforceTrouble;
import io.caseline.cases.salesforce.Traffic;
import io.caseline.schemas.Sealing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Service;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/** Brings every command of a batch to an outcome that the ledger holds. */
@Service
class Submissions {
    private static final String OUTCOMES = "caseline.cases.outcomes";

    /** Failure code of a command whose sealed part no key opens. */
    static final String UNREADABLE_SEAL = "UNREADABLE_SEAL";

    /** Failure code of a case that does not fit its Salesforce fields, where the settings refuse such a case. */
    static final String TOO_LONG = "VALUE_TOO_LONG";

    private static final Logger log = LoggerFactory.getLogger(Submissions.class);

    /** At once: whoever wrote the same entry has done so by then. */
    private final RetryTemplate again = new RetryTemplate(RetryPolicy.builder()
            .includes(List.of(ConcurrencyFailureException.class))
            .maxRetries(3)
            .delay(Duration.ZERO)
            .build());

    private final Ledger ledger;
    private final SalesforceClient salesforce;
    private final CaseMapping mapping;
    private final Sealing sealing;
    private final UnpublishedOutcomes unpublished;
    private final ExponentialBackOff busyPauses;
    private final MeterRegistry meters;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Submissions(
            Ledger ledger,
            SalesforceClient salesforce,
            CaseMapping mapping,
            Sealing sealing,
            UnpublishedOutcomes unpublished,
            SubmissionSettings settings,
            MeterRegistry meters) {
        this.ledger = ledger;
        this.salesforce = salesforce;
        this.mapping = mapping;
        this.sealing = sealing;
        this.unpublished = unpublished;
        this.busyPauses = settings.busy().backOff();
        this.busyPauses.setMaxAttempts(settings.busyTries() - 1);
        this.meters = meters;
    }

    /**
     * Submits the commands that are still to be, each call's worth by a thread of its own. What one call has settled
     * stays settled, should another one fail: the batch comes again, and only the rest of it is submitted.
     *
     * @return the ledger's entry for each of the commands, in their order
     * @throws SalesforceTrouble if the org as a whole is in trouble, or such traffic is to
     *     wait
     * @throws UnpublishedOutcomes.StillToCome if a replay has come before the event of its failure
     */
    List<LedgerEntry> settle(List<CaseCommand> commands, Traffic traffic) {
        Map<UUID, LedgerEntry> known =
                ledger.find(commands.stream().map(CaseCommand::correlationId).collect(Collectors.toSet()));
        List<CaseCommand> pending = firstOpenOfEach(commands, known);
        if (traffic == Traffic.REPLAY) {
            checkThatFailuresAreTold(pending, known);
        }
        int size = salesforce.recordsPerCall();
        List<Future<Map<UUID, LedgerEntry>>> calls = new ArrayList<>();
        for (int from = 0; from < pending.size(); from += size) {
            List<CaseCommand> part = pending.subList(from, Math.min(from + size, pending.size()));
            calls.add(threads.submit(() -> submit(part, traffic)));
        }
        calls.forEach(Submissions::awaitEnd);
        Map<UUID, LedgerEntry> entries = new HashMap<>(known);
        calls.forEach(call -> entries.putAll(resultOf(call)));
        return commands.stream().map(command -> entry(command, known, entries)).toList();
    }

    /** A replay that overtook the event of the failure before it would take that event away. */
    private void checkThatFailuresAreTold(List<CaseCommand> replays, Map<UUID, LedgerEntry> known) {
        List<CommandPosition> failures = replays.stream()
                .map(replay -> known.get(replay.correlationId()))
                .filter(Objects::nonNull)
                .filter(entry -> entry.attempts() > 0)
                .map(LedgerEntry::command)
                .toList();
        if (unpublished.includeAnyOf(failures)) {
            throw new UnpublishedOutcomes.StillToCome();
        }
    }

    /** In one batch the first command of a correlation id that is to be submitted counts; the others are repeats. */
    private static List<CaseCommand> firstOpenOfEach(List<CaseCommand> commands, Map<UUID, LedgerEntry> known) {
        Map<UUID, CaseCommand> first = new LinkedHashMap<>();
        for (CaseCommand command : commands) {
            LedgerEntry entry = known.get(command.correlationId());
            if (entry == null || entry.isOpenTo(command.position())) {
                first.putIfAbsent(command.correlationId(), command);
            }
        }
        return List.copyOf(first.values());
    }

    /** For a redelivery its own outcome, even if a later command of the same batch has led to another one. */
    private static LedgerEntry entry(CaseCommand command, Map<UUID, LedgerEntry> before, Map<UUID, LedgerEntry> after) {
        LedgerEntry known = before.get(command.correlationId());
        return known != null && known.isSettledBy(command.position())
                ? known
                : Objects.requireNonNull(after.get(command.correlationId()));
    }

    /** However it ends: a batch that was read again while a call is under way would be sent twice at once. */
    private static void awaitEnd(Future<?> call) {
        try {
            call.get();
        } catch (ExecutionException e) {
            log.debug("A call failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a call was under way; the batch comes again", e);
        }
    }

    private static Map<UUID, LedgerEntry> resultOf(Future<Map<UUID, LedgerEntry>> call) {
        if (call.state() == Future.State.FAILED && call.exceptionNow() instanceof RuntimeException e) {
            throw e;
        }
        return call.resultNow();
    }

    private Map<UUID, LedgerEntry> submit(List<CaseCommand> commands, Traffic traffic) {
        Map<CaseCommand, NewCase> cases = new LinkedHashMap<>();
        Map<CaseCommand, CaseOutcome> failed = new LinkedHashMap<>();
        for (CaseCommand command : commands) {
            Optional<CareRequest> request = CaseMessages.unsealed(command, sealing);
            if (request.isEmpty()) {
                failed.put(command, new CaseOutcome.Failed(UNREADABLE_SEAL, List.of()));
                continue;
            }
            List<String> tooLong = mapping.tooLong(request.get());
            if (!tooLong.isEmpty()) {
                failed.put(command, new CaseOutcome.Failed(TOO_LONG, tooLong));
                continue;
            }
            cases.put(command, new NewCase(command.correlationId(), mapping.fields(request.get())));
        }
        Map<UUID, LedgerEntry> entries = new HashMap<>(write(failed));
        insert(cases, traffic, entries);
        return entries;
    }

    /** Calls until no record is busy, or has been so too often. What is held waits; the others' outcomes are written. */
    private void insert(Map<CaseCommand, NewCase> rest, Traffic traffic, Map<UUID, LedgerEntry> entries) {
        int all = rest.size();
        BackOffExecution pauses = busyPauses.start();
        while (!rest.isEmpty()) {
            Map<UUID, InsertResult> answer = salesforce.insert(List.copyOf(rest.values()), traffic);
            long pause = pauses.nextBackOff();
            boolean lastTry = pause == BackOffExecution.STOP;
            Map<UUID, InsertResult> results = lastTry ? salesforce.heldIfBusy(answer, all) : answer;
            Map<CaseCommand, CaseOutcome> outcomes = new LinkedHashMap<>();
            rest.keySet()
                    .forEach(command -> outcome(Objects.requireNonNull(results.get(command.correlationId())), lastTry)
                            .ifPresent(outcome -> outcomes.put(command, outcome)));
            entries.putAll(write(outcomes));
            checkThatNoneIsHeld(results);
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
            case Held held -> Optional.empty();
        };
    }

    private static void checkThatNoneIsHeld(Map<UUID, InsertResult> results) {
        for (InsertResult result : results.values()) {
            if (result instanceof Held held) {
                throw new SalesforceTrouble(held.code());
            }
        }
    }

    private Map<UUID, LedgerEntry> write(Map<CaseCommand, CaseOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Map.of();
        }
        Map<UUID, LedgerEntry> entries = again.invoke(() -> ledger.settle(outcomes));
        outcomes.forEach((command, outcome) -> count(command.correlationId(), outcome));
        return entries;
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
