package io.caseline.cases.dispatch;

import io.caseline.cases.dispatch.DuePrograms.Due;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Created;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.outcome.OutcomeService;
import io.caseline.cases.publish.CaseReplies;
import io.caseline.messaging.DataRefusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Saves decisions, and retries for as long as the database is unavailable: a case that Salesforce has created is not sent
 * again. The claims are released and the replies sent after that.
 */
@Component
class DecisionSaver {
    private static final Logger log = LoggerFactory.getLogger(DecisionSaver.class);

    /** Code of a decision that the database refuses. */
    private static final String NOT_SAVED = "OUTCOME_NOT_SAVED";

    private static final Duration NOT_SAVED_DELAY = Duration.ofMinutes(5);

    private final OutcomeService outcomeService;
    private final CaseReplies replies;
    private final OwnClaims ownClaims;
    private final DuePrograms due;
    private final MeterRegistry meters;
    private volatile boolean stopping;

    DecisionSaver(
            OutcomeService outcomeService,
            CaseReplies replies,
            OwnClaims ownClaims,
            DuePrograms due,
            MeterRegistry meters) {
        this.outcomeService = outcomeService;
        this.replies = replies;
        this.ownClaims = ownClaims;
        this.due = due;
        this.meters = meters;
    }

    void start() {
        stopping = false;
    }

    /** From now on a failure is final: another instance releases the claims. */
    void stop() {
        stopping = true;
    }

    void save(Map<ClaimedCommand, Decision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        ExponentialBackOff backOff = new ExponentialBackOff(100, 2);
        backOff.setMaxInterval(2_000);
        BackOffExecution pauses = backOff.start();
        boolean again = false;
        while (true) {
            try {
                List<LedgerEntry> saved = saveAll(decisions);
                // an earlier commit may have succeeded although it reported an error
                afterSave(decisions, again ? outcomeService.entriesWithOutcome(decisions.keySet()) : saved);
                return;
            } catch (RuntimeException e) {
                again = true;
                if (stopping) {
                    throw e;
                }
                log.warn("{} decisions cannot be saved; retrying: {}", decisions.size(), e.toString());
                pause(pauses.nextBackOff());
            }
        }
    }

    private List<LedgerEntry> saveAll(Map<ClaimedCommand, Decision> decisions) {
        try {
            return outcomeService.save(decisions);
        } catch (RuntimeException e) {
            if (!DataRefusal.refused(e)) {
                throw e;
            }
            log.warn("The database refuses one of {} decisions; saving them one by one", decisions.size());
            return decisions.entrySet().stream()
                    .flatMap(entry -> saveAlone(entry.getKey(), entry.getValue()).stream())
                    .toList();
        }
    }

    private List<LedgerEntry> saveAlone(ClaimedCommand command, Decision decision) {
        try {
            return outcomeService.save(Map.of(command, decision));
        } catch (RuntimeException e) {
            if (!DataRefusal.refused(e)) {
                throw e;
            }
            log.error("The database refuses the outcome of {}", command.correlationId(), e);
            return outcomeService.save(Map.of(command, new Retry(NOT_SAVED, NOT_SAVED_DELAY, true, true)));
        }
    }

    private void afterSave(Map<ClaimedCommand, Decision> decisions, List<LedgerEntry> entries) {
        ownClaims.remove(decisions.keySet());
        replies.send(entries);
        decisions.forEach((command, decision) -> {
            if (decision instanceof Retry retry) {
                due.addAfter(new Due(command.programCode(), command.traffic()), retry.delay());
            }
            count(command, decision);
        });
    }

    private void count(ClaimedCommand command, Decision decision) {
        switch (decision) {
            case Created created -> {
                log.debug("Case {} created: {}", command.correlationId(), created.caseNumber());
                counted("created", "");
            }
            case Failed failed -> {
                command.command()
                        .withTraceId(() -> log.warn(
                                "Case {} failed: {} {}", command.correlationId(), failed.code(), failed.fields()));
                counted("failed", failed.code());
            }
            case Retry retry -> counted("retry", retry.code());
        }
    }

    private void counted(String state, String code) {
        meters.counter("caseline.cases.outcomes", "state", state, "code", Objects.requireNonNull(code))
                .increment();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while decisions could not be saved", e);
        }
    }
}
