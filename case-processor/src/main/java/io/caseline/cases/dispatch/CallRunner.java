package io.caseline.cases.dispatch;

import io.caseline.cases.faults.Bisection;
import io.caseline.cases.faults.CallFailure;
import io.caseline.cases.faults.FaultJudge;
import io.caseline.cases.faults.FaultJudge.Judgement;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.salesforce.CallBudget;
import io.caseline.cases.salesforce.CallRefusedException;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.Permit;
import io.caseline.cases.salesforce.SalesforceClient;
import io.caseline.cases.salesforce.SalesforceUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Brings a call's worth of commands to a decision each. Usually that takes one call. What Salesforce refuses in a side
 * field goes into the description, with a second call; a call that is refused as a whole is bisected. Each call's outcomes
 * are written before the next call is made, and whatever happens, no command keeps its claim.
 */
@Component
class CallRunner {
    private static final Logger log = LoggerFactory.getLogger(CallRunner.class);

    private final SalesforceClient salesforce;
    private final SalesforceCircuitBreaker breaker;
    private final CallBudget budget;
    private final CaseFactory factory;
    private final FaultHandler faults;
    private final CallSizes sizes;
    private final OutcomeWriter writer;

    CallRunner(
            SalesforceClient salesforce,
            SalesforceCircuitBreaker breaker,
            CallBudget budget,
            CaseFactory factory,
            FaultHandler faults,
            CallSizes sizes,
            OutcomeWriter writer) {
        this.salesforce = salesforce;
        this.breaker = breaker;
        this.budget = budget;
        this.factory = factory;
        this.faults = faults;
        this.sizes = sizes;
        this.writer = writer;
    }

    /** @return the programs that are to be held from now on */
    Set<String> run(List<ClaimedCommand> commands, Permit permit) {
        return new Run(permit).run(commands);
    }

    /** One slot's work, from the commands to the last of their decisions. */
    private final class Run implements Bisection.Calls {
        private final Permit permit;
        private final PreparedCases cases = new PreparedCases(factory);
        private final Set<ClaimedCommand> undecided = new LinkedHashSet<>();
        private final Set<String> held = new LinkedHashSet<>();
        private boolean called;

        Run(Permit permit) {
            this.permit = permit;
        }

        Set<String> run(List<ClaimedCommand> commands) {
            Retry retry = new Retry("", Duration.ZERO, false, false);
            undecided.addAll(commands);
            try {
                write(cases.prepare(commands));
                if (!cases.commands().isEmpty()) {
                    send(cases.commands());
                    breaker.succeeded(permit);
                }
            } catch (RuntimeException e) {
                retry = failed(e);
            } finally {
                giveBack(retry);
            }
            return held;
        }

        private Retry failed(RuntimeException e) {
            CallFailure failure = CallFailure.of(e, called);
            if (!(e instanceof SalesforceUnavailableException)) {
                log.error("A call failed in this application: {}", failure.code(), e);
            }
            breaker.failed(permit, failure.code());
            if (failure.tooSlow() && undecided.size() > 1) {
                Set<String> programs =
                        undecided.stream().map(ClaimedCommand::programCode).collect(Collectors.toSet());
                shrink(programs, undecided.size() / 2);
            }
            return failure.retry();
        }

        private void giveBack(Retry retry) {
            if (!called) {
                breaker.giveBack(permit);
                budget.giveBack();
            }
            Map<ClaimedCommand, Decision> rest = new LinkedHashMap<>();
            undecided.forEach(command -> rest.put(command, retry));
            writer.write(rest);
        }

        private void send(List<ClaimedCommand> commands) {
            attempt(commands).ifPresent(refused -> new Bisection(this).run(commands, refused));
        }

        @Override
        public Optional<Refused> attempt(Collection<ClaimedCommand> commands) {
            Map<ClaimedCommand, InsertResult> results;
            try {
                results = insert(commands);
            } catch (CallRefusedException e) {
                return Optional.of(new Refused(e.code(), List.of(), e.unanswered()));
            }
            Optional<Refused> whole = FaultJudge.refusedAsWhole(results);
            if (whole.isPresent()) {
                return whole;
            }
            List<ClaimedCommand> again = cases.leaveOutSideFields(results);
            results.keySet().removeAll(Set.copyOf(again));
            Map<String, Refused> refusedPrograms = FaultJudge.refusedPrograms(results);
            Map<String, List<ClaimedCommand>> tooMany = results.keySet().stream()
                    .filter(command -> refusedPrograms.containsKey(command.programCode()))
                    .collect(Collectors.groupingBy(ClaimedCommand::programCode));
            tooMany.values().forEach(refused -> results.keySet().removeAll(Set.copyOf(refused)));
            decide(results);
            if (!again.isEmpty()) {
                send(again);
            }
            tooMany.forEach((program, refused) ->
                    new Bisection(this).run(refused, Objects.requireNonNull(refusedPrograms.get(program))));
            return Optional.empty();
        }

        private Map<ClaimedCommand, InsertResult> insert(Collection<ClaimedCommand> commands) {
            if (called) {
                budget.take();
            }
            called = true;
            Map<UUID, InsertResult> byId = salesforce.insert(cases.of(commands));
            Map<ClaimedCommand, InsertResult> results = new LinkedHashMap<>();
            commands.forEach(
                    command -> results.put(command, Objects.requireNonNull(byId.get(command.correlationId()))));
            return results;
        }

        @Override
        public void decide(Map<ClaimedCommand, InsertResult> results) {
            if (results.isEmpty()) {
                return;
            }
            Judgement judgement =
                    faults.handle(results, permit == Permit.PROBE ? Optional.of(breaker.code()) : Optional.empty());
            held.addAll(judgement.held().keySet());
            write(judgement.decisions());
            judgement.orgCode().ifPresent(code -> {
                throw new SalesforceUnavailableException(code);
            });
        }

        @Override
        public void shrink(Set<String> programs, int records) {
            sizes.shrink(programs, records);
        }

        private void write(Map<ClaimedCommand, Decision> decisions) {
            writer.write(decisions);
            undecided.removeAll(decisions.keySet());
        }
    }
}
