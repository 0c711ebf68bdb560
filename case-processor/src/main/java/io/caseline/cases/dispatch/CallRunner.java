package io.caseline.cases.dispatch;

import io.caseline.cases.faults.AutomationRefusal;
import io.caseline.cases.faults.Bisection;
import io.caseline.cases.faults.CallFailure;
import io.caseline.cases.faults.FaultJudge;
import io.caseline.cases.faults.FaultJudge.Judgement;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.mapping.CaseFactory;
import io.caseline.cases.salesforce.CallBudget;
import io.caseline.cases.salesforce.CallRefusedException;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.Permit;
import io.caseline.cases.salesforce.SalesforceClient;
import io.caseline.cases.salesforce.SalesforceUnavailableException;
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
 * Makes one call and decides each command. Usually one call is enough. A side field that Salesforce refuses goes into the
 * description, with a second call; a call that is refused as a whole is bisected. The decisions of each call are saved
 * before the next call is made. Whatever happens, no command keeps its claim, unless the decisions cannot be saved.
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
    private final DecisionSaver decisionSaver;

    CallRunner(
            SalesforceClient salesforce,
            SalesforceCircuitBreaker breaker,
            CallBudget budget,
            CaseFactory factory,
            FaultHandler faults,
            CallSizes sizes,
            DecisionSaver decisionSaver) {
        this.salesforce = salesforce;
        this.breaker = breaker;
        this.budget = budget;
        this.factory = factory;
        this.faults = faults;
        this.sizes = sizes;
        this.decisionSaver = decisionSaver;
    }

    /** @return programs that this call put on hold; the dispatcher releases their queued commands */
    Set<String> run(List<ClaimedCommand> commands, Permit permit) {
        return new CallSequence(commands, permit).run();
    }

    /** Makes a call, and the further ones that follow from it. */
    private final class CallSequence implements Bisection.Calls {
        private final Permit permit;
        private final PreparedCases cases = new PreparedCases(factory);
        private final Set<ClaimedCommand> undecided;
        private final Set<String> newlyHeldPrograms = new LinkedHashSet<>();
        private boolean called;

        CallSequence(List<ClaimedCommand> commands, Permit permit) {
            this.permit = permit;
            this.undecided = new LinkedHashSet<>(commands);
        }

        Set<String> run() {
            try {
                save(cases.prepare(List.copyOf(undecided)));
                callSalesforce(cases.commands());
                if (called) {
                    breaker.succeeded(permit);
                }
            } catch (RuntimeException e) {
                retryUndecided(recordFailure(e));
            } finally {
                if (!called) {
                    breaker.giveBack(permit);
                    budget.giveBack();
                }
            }
            return newlyHeldPrograms;
        }

        private Retry recordFailure(RuntimeException e) {
            CallFailure failure = CallFailure.of(e, called);
            if (!(e instanceof SalesforceUnavailableException)) {
                log.error("Internal error during a Salesforce call: {}", CallFailure.traceOf(e));
            }
            breaker.failed(permit, failure.code());
            if (failure.tooSlow() && undecided.size() > 1) {
                Set<String> programs =
                        undecided.stream().map(ClaimedCommand::programCode).collect(Collectors.toSet());
                shrink(programs, undecided.size() / 2);
            }
            return failure.retry();
        }

        private void retryUndecided(Retry retry) {
            Map<ClaimedCommand, Decision> decisions = new LinkedHashMap<>();
            undecided.forEach(command -> decisions.put(command, retry));
            decisionSaver.save(decisions);
        }

        private void callSalesforce(List<ClaimedCommand> commands) {
            if (!commands.isEmpty()) {
                call(commands).ifPresent(refused -> new Bisection(this).run(commands, refused));
            }
        }

        @Override
        public Optional<Refused> call(Collection<ClaimedCommand> commands) {
            Map<ClaimedCommand, InsertResult> results;
            try {
                results = insert(commands);
            } catch (CallRefusedException e) {
                return Optional.of(new Refused(e.code(), List.of(), e.caseMayExist()));
            }
            Optional<Refused> refused = FaultJudge.refusedAsWhole(results);
            if (refused.isEmpty()) {
                decideOrCallAgain(results);
            }
            return refused;
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

        private void decideOrCallAgain(Map<ClaimedCommand, InsertResult> results) {
            List<ClaimedCommand> withoutSideFields = cases.leaveOutSideFields(results);
            results.keySet().removeAll(Set.copyOf(withoutSideFields));
            List<AutomationRefusal> refusedTogether = FaultJudge.refusedTogether(results);
            refusedTogether.forEach(refusal -> results.keySet().removeAll(Set.copyOf(refusal.commands())));

            decide(results);
            callSalesforce(withoutSideFields);
            refusedTogether.forEach(refusal -> new Bisection(this).run(refusal.commands(), refusal.refused()));
        }

        @Override
        public void decide(Map<ClaimedCommand, InsertResult> results) {
            if (results.isEmpty()) {
                return;
            }
            Judgement judgement =
                    faults.handle(results, permit == Permit.PROBE ? Optional.of(breaker.code()) : Optional.empty());
            newlyHeldPrograms.addAll(judgement.toHold().keySet());
            save(judgement.decisions());
            judgement.orgCode().ifPresent(code -> {
                throw new SalesforceUnavailableException(code);
            });
        }

        @Override
        public void shrink(Set<String> programs, int records) {
            sizes.shrink(programs, records);
        }

        private void save(Map<ClaimedCommand, Decision> decisions) {
            decisionSaver.save(decisions);
            undecided.removeAll(decisions.keySet());
        }
    }
}
