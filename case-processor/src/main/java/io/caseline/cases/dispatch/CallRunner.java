package io.caseline.cases.dispatch;

import io.caseline.cases.dispatch.CaseDrafts.CaseDraft;
import io.caseline.cases.dispatch.CaseDrafts.Unsendable;
import io.caseline.cases.dispatch.FaultJudge.Judgement;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Failed;
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
 * Brings a call's worth of commands to a decision each. Usually that is one call. What Salesforce refuses in a side field
 * goes into the description, with a second call; a call that is refused as a whole is bisected. Each call's outcomes are
 * settled before the next is made, and whatever happens, no command keeps its claim.
 */
@Component
class CallRunner {
    private static final Logger log = LoggerFactory.getLogger(CallRunner.class);

    private final SalesforceClient salesforce;
    private final SalesforceCircuitBreaker breaker;
    private final CallBudget budget;
    private final CaseDrafts drafts;
    private final FaultJudge judge;
    private final ProgramHolds holds;
    private final CallSizes sizes;
    private final Settler settler;

    CallRunner(
            SalesforceClient salesforce,
            SalesforceCircuitBreaker breaker,
            CallBudget budget,
            CaseDrafts drafts,
            FaultJudge judge,
            ProgramHolds holds,
            CallSizes sizes,
            Settler settler) {
        this.salesforce = salesforce;
        this.breaker = breaker;
        this.budget = budget;
        this.drafts = drafts;
        this.judge = judge;
        this.holds = holds;
        this.sizes = sizes;
        this.settler = settler;
    }

    /** @return the programs that are to be held from now on */
    Set<String> run(List<ClaimedCommand> commands, Permit permit) {
        return new Run(permit).run(commands);
    }

    /** One slot's work, from the commands to the last of their decisions. */
    final class Run implements Bisection.Calls {
        private final Permit permit;

        /** What has no decision yet. */
        private final Set<ClaimedCommand> open = new LinkedHashSet<>();

        private final Set<String> held = new LinkedHashSet<>();
        private boolean called;

        Run(Permit permit) {
            this.permit = permit;
        }

        Set<String> run(List<ClaimedCommand> commands) {
            Retry retry = new Retry("", Duration.ZERO, false, false);
            open.addAll(commands);
            try {
                Map<ClaimedCommand, CaseDraft> cases = prepare(commands);
                if (!cases.isEmpty()) {
                    send(cases);
                    breaker.succeeded(permit);
                }
            } catch (SalesforceUnavailableException e) {
                breaker.failed(permit, e.code());
                if (e.code().equals("TIME_OUT") && open.size() > 1) {
                    sizes.shrink(programs(open), open.size() / 2);
                }
                retry = new Retry(e.code(), Duration.ZERO, false, e.unanswered());
            } catch (RuntimeException e) {
                // not a matter of one record: whatever it is, it would hit the next call too
                String code = "INTERNAL_" + e.getClass().getSimpleName();
                log.error("A call failed in this application: {}", code, e);
                breaker.failed(permit, code);
                retry = new Retry(code, Duration.ZERO, false, called);
            } finally {
                giveBack(retry);
            }
            return held;
        }

        private void giveBack(Retry retry) {
            if (!called) {
                breaker.giveBack(permit);
                budget.giveBack();
            }
            Map<ClaimedCommand, Decision> rest = new LinkedHashMap<>();
            open.forEach(command -> rest.put(command, retry));
            settler.settle(rest);
        }

        private Map<ClaimedCommand, CaseDraft> prepare(List<ClaimedCommand> commands) {
            Map<ClaimedCommand, CaseDraft> cases = new LinkedHashMap<>();
            Map<ClaimedCommand, Decision> unsendable = new LinkedHashMap<>();
            commands.forEach(command -> {
                switch (draft(command)) {
                    case CaseDraft draft -> cases.put(command, draft);
                    case Unsendable reason -> unsendable.put(command, new Failed(reason.code(), reason.fields()));
                }
            });
            settle(unsendable);
            return cases;
        }

        /** What cannot be drafted would fail each time: it must not keep the others from being sent. */
        private CaseDrafts.Result draft(ClaimedCommand command) {
            try {
                return drafts.draft(command.command());
            } catch (RuntimeException e) {
                // without its message, which may quote the customer
                String code = "INTERNAL_" + e.getClass().getSimpleName();
                log.error("Case {} cannot be drafted: {} {}", command.correlationId(), code, e.getStackTrace());
                return new Unsendable(code, List.of());
            }
        }

        private void send(Map<ClaimedCommand, CaseDraft> cases) {
            Optional<Refused> refused = attempt(cases);
            if (refused.isPresent()) {
                new Bisection(this, sizes).run(cases, refused.get());
            }
        }

        /** Makes one call and settles what it decides, unless it is refused as a whole: then it returns why. */
        @Override
        public Optional<Refused> attempt(Map<ClaimedCommand, CaseDraft> cases) {
            Map<UUID, InsertResult> answer;
            try {
                if (called) {
                    budget.take();
                }
                called = true;
                answer = salesforce.insert(
                        cases.values().stream().map(CaseDraft::newCase).toList());
            } catch (CallRefusedException e) {
                return Optional.of(new Refused(e.code(), List.of(), e.unanswered()));
            }
            Map<ClaimedCommand, InsertResult> results = new LinkedHashMap<>();
            cases.keySet()
                    .forEach(command ->
                            results.put(command, Objects.requireNonNull(answer.get(command.correlationId()))));
            Optional<Refused> whole = AutomationRefusal.ofAll(results);
            if (whole.isPresent()) {
                return whole;
            }
            Map<ClaimedCommand, CaseDraft> withoutSideFields = withoutSideFields(cases, results);
            results.keySet().removeAll(withoutSideFields.keySet());
            Map<ClaimedCommand, CaseDraft> tooMany = new LinkedHashMap<>();
            Map<String, Refused> refusals = AutomationRefusal.ofPrograms(results);
            results.keySet().stream()
                    .filter(command -> refusals.containsKey(command.programCode()))
                    .forEach(command -> tooMany.put(command, Objects.requireNonNull(cases.get(command))));
            results.keySet().removeAll(tooMany.keySet());
            decide(results);
            if (!withoutSideFields.isEmpty()) {
                send(withoutSideFields);
            }
            refusals.forEach((program, refused) -> {
                Map<ClaimedCommand, CaseDraft> ofProgram = new LinkedHashMap<>(tooMany);
                ofProgram.keySet().removeIf(command -> !command.programCode().equals(program));
                new Bisection(this, sizes).run(ofProgram, refused);
            });
            return Optional.empty();
        }

        /** The refused cases whose refusal names side fields only, with these fields in the description. */
        private Map<ClaimedCommand, CaseDraft> withoutSideFields(
                Map<ClaimedCommand, CaseDraft> cases, Map<ClaimedCommand, InsertResult> results) {
            Map<ClaimedCommand, CaseDraft> changed = new LinkedHashMap<>();
            results.forEach((command, result) -> {
                if (result instanceof Refused refused) {
                    drafts.without(Objects.requireNonNull(cases.get(command)), refused)
                            .ifPresent(draft -> changed.put(command, draft));
                }
            });
            return changed;
        }

        /** Judges results and settles them. */
        @Override
        public void decide(Map<ClaimedCommand, InsertResult> results) {
            if (results.isEmpty()) {
                return;
            }
            Judgement judgement = judge.judge(results, holds::isHeld, orgHold());
            judgement.held().forEach((program, refused) -> {
                String fields = refused.fields().isEmpty() ? null : String.join(",", refused.fields());
                holds.hold(program, refused.code(), fields);
                held.add(program);
            });
            judgement.passed().forEach(program -> {
                sizes.passed(program, results.size());
                if (holds.isHeld(program)) {
                    judge.released(program);
                    holds.release(program);
                }
            });
            settle(judgement.decisions());
            judgement.orgCode().ifPresent(code -> {
                throw new SalesforceUnavailableException(code);
            });
        }

        /** Why all calls are held, if this is the call that finds out whether they still have to be. */
        private Optional<String> orgHold() {
            return permit == Permit.PROBE ? Optional.of(breaker.code()) : Optional.empty();
        }

        private void settle(Map<ClaimedCommand, Decision> decisions) {
            settler.settle(decisions);
            open.removeAll(decisions.keySet());
        }
    }

    private static Set<String> programs(Set<ClaimedCommand> commands) {
        return commands.stream().map(ClaimedCommand::programCode).collect(Collectors.toSet());
    }
}
