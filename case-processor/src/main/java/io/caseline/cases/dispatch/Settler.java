package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Created;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.ledger.Outcomes;
import io.caseline.cases.ledger.Submission;
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
 * Brings decisions into the ledger, however long the database is away: what Salesforce has answered is not asked again.
 * Only then are the claims let go and the callers told.
 */
@Component
class Settler {
    private static final Logger log = LoggerFactory.getLogger(Settler.class);

    /** Code of a decision that the database does not take. */
    private static final String NOT_SAVED = "OUTCOME_NOT_SAVED";

    private static final Duration NOT_SAVED_DELAY = Duration.ofMinutes(5);

    private final Outcomes outcomes;
    private final HeldClaims held;
    private final Claimer claimer;
    private final MeterRegistry meters;
    private volatile boolean stopping;

    Settler(Outcomes outcomes, HeldClaims held, Claimer claimer, MeterRegistry meters) {
        this.outcomes = outcomes;
        this.held = held;
        this.claimer = claimer;
        this.meters = meters;
    }

    void start() {
        stopping = false;
    }

    /** From now on a failure is final: the claims are freed by another instance, or by this one's next start. */
    void stop() {
        stopping = true;
    }

    void settle(Map<ClaimedCommand, Decision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        ExponentialBackOff backOff = new ExponentialBackOff(100, 2);
        backOff.setMaxInterval(2_000);
        BackOffExecution pauses = backOff.start();
        boolean again = false;
        while (true) {
            try {
                List<Submission> settled = save(decisions);
                // a commit whose answer was lost has settled them before
                settled(decisions, again ? outcomes.settled(decisions.keySet()) : settled);
                return;
            } catch (RuntimeException e) {
                again = true;
                if (stopping) {
                    throw e;
                }
                log.warn("{} decisions cannot be saved yet: {}", decisions.size(), e.toString());
                pause(pauses.nextBackOff());
            }
        }
    }

    private List<Submission> save(Map<ClaimedCommand, Decision> decisions) {
        try {
            return outcomes.save(decisions);
        } catch (RuntimeException e) {
            if (!DataRefusal.refused(e)) {
                throw e;
            }
            log.warn("{} decisions are saved one by one: the database refuses one of them", decisions.size());
            return decisions.entrySet().stream()
                    .flatMap(entry -> saveAlone(entry.getKey(), entry.getValue()).stream())
                    .toList();
        }
    }

    private List<Submission> saveAlone(ClaimedCommand command, Decision decision) {
        try {
            return outcomes.save(Map.of(command, decision));
        } catch (RuntimeException e) {
            if (!DataRefusal.refused(e)) {
                throw e;
            }
            log.error("The outcome of {} is refused by the database", command.correlationId(), e);
            return outcomes.save(Map.of(command, new Retry(NOT_SAVED, NOT_SAVED_DELAY, true, true)));
        }
    }

    private void settled(Map<ClaimedCommand, Decision> decisions, List<Submission> submissions) {
        held.remove(decisions.keySet());
        outcomes.reply(submissions);
        decisions.forEach((command, decision) -> {
            if (decision instanceof Retry retry) {
                claimer.dueAfter(command.programCode(), retry.delay());
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
                        .logged(() -> log.warn(
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
