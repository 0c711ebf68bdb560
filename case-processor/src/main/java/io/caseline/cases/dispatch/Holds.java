package io.caseline.cases.dispatch;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.ledger.Claims.Traffic;
import io.caseline.cases.salesforce.CallBudget;
import io.caseline.cases.salesforce.OrgStatus;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What is held, and why: for operators, and for replays, which leave it alone. */
@Component
public class Holds {
    private final ProgramHolds programs;
    private final SalesforceCircuitBreaker breaker;
    private final CallBudget budget;
    private final FaultHandler faults;
    private final DuePrograms due;
    private final Dispatcher dispatcher;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Holds(
            ProgramHolds programs,
            SalesforceCircuitBreaker breaker,
            CallBudget budget,
            FaultHandler faults,
            DuePrograms due,
            Dispatcher dispatcher,
            AuditLog audit,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.programs = programs;
        this.breaker = breaker;
        this.budget = budget;
        this.faults = faults;
        this.due = due;
        this.dispatcher = dispatcher;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * A program on hold.
     *
     * @param waiting its submissions without an outcome, counted up to 10,000
     */
    public record ProgramHold(
            String program, String code, @Nullable String fields, Instant since, Instant probeAt, long waiting) {}

    /** The org, as this instance sees it. */
    public OrgStatus org() {
        return breaker.status();
    }

    /** The programs on hold, the longest held first. */
    public List<ProgramHold> list() {
        return programs.all().stream()
                .map(hold -> new ProgramHold(
                        hold.programCode(), hold.code(), hold.fields(), hold.since(), hold.probeAt(), hold.waiting()))
                .sorted(Comparator.comparing(ProgramHold::since))
                .toList();
    }

    public Set<String> programs() {
        return programs.programs();
    }

    /** Why no replay may send anything now; empty if replays may. */
    public Optional<String> replaysHeldBy() {
        if (breaker.state() != State.CLOSED) {
            return Optional.of("All calls to Salesforce are held: " + breaker.code());
        }
        return budget.allowsReplays()
                ? Optional.empty()
                : Optional.of("The API calls that are left of the day are kept for live traffic");
    }

    /** Replays have made commands of these programs due. */
    public void due(Collection<String> replayed) {
        if (!replayed.isEmpty()) {
            due.add(replayed, Traffic.REPLAY);
        }
    }

    /**
     * Releases a program by hand. If Salesforce still refuses its records, it is held again.
     *
     * @throws NoSuchElementException if it is not on hold
     */
    public void release(String program, String reason, String actor) {
        ProgramHold hold = list().stream()
                .filter(held -> held.program().equals(program))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("Program %s is not on hold".formatted(program)));
        transaction.executeWithoutResult(status -> {
            programs.release(program);
            audit.save(new AuditEntry(clock.instant(), actor, Action.HOLD_RELEASED, reason)
                    .ofProgram(program)
                    .withResult("was held since %s: %s".formatted(hold.since(), hold.code())));
        });
        faults.released(program);
        due.add(List.of(program));
    }

    /** Probes the org at once, instead of after the pause. If it still cannot be used, calls stay held. */
    public void probeOrg(String reason, String actor) {
        transaction.executeWithoutResult(status ->
                audit.save(new AuditEntry(clock.instant(), actor, Action.HOLD_RELEASED, reason)
                        .withResult("Salesforce was %s: %s".formatted(breaker.state(), breaker.code()))));
        breaker.probeNow();
        dispatcher.dispatch();
    }
}
