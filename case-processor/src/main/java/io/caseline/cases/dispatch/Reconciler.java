package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.PossibleCases;
import io.caseline.cases.outcome.OutcomeService;
import io.caseline.cases.publish.CaseReplies;
import io.caseline.cases.salesforce.CallBudget;
import io.caseline.cases.salesforce.InsertResult.Exists;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.State;
import io.caseline.cases.salesforce.SalesforceClient;
import io.caseline.cases.salesforce.SalesforceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Looks up failed and discarded commands whose case may exist, once Salesforce cannot be processing their call any more. If
 * the case exists, the command becomes Created.
 */
@Component
class Reconciler {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final PossibleCases possibleCases;
    private final SalesforceClient salesforce;
    private final SalesforceCircuitBreaker breaker;
    private final CallBudget budget;
    private final OutcomeService outcomeService;
    private final CaseReplies replies;
    private final DispatchSettings settings;

    Reconciler(
            PossibleCases possibleCases,
            SalesforceClient salesforce,
            SalesforceCircuitBreaker breaker,
            CallBudget budget,
            OutcomeService outcomeService,
            CaseReplies replies,
            DispatchSettings settings) {
        this.possibleCases = possibleCases;
        this.salesforce = salesforce;
        this.breaker = breaker;
        this.budget = budget;
        this.outcomeService = outcomeService;
        this.replies = replies;
        this.settings = settings;
    }

    @Scheduled(fixedDelayString = "${caseline.dispatch.look-up-every:1m}")
    void reconcile() {
        try {
            List<ClaimedCommand> batch = possibleCases.due(settings.lookUpAfter());
            while (!batch.isEmpty() && breaker.state() == State.CLOSED && budget.tryTake()) {
                reconcile(batch);
                batch = possibleCases.due(settings.lookUpAfter());
            }
        } catch (SalesforceException | DataAccessException | TransactionException e) {
            log.info("Cases that may exist cannot be looked up now; retrying later: {}", e.toString());
        }
    }

    private void reconcile(List<ClaimedCommand> batch) {
        Map<UUID, Exists> found = salesforce.find(
                batch.stream().map(ClaimedCommand::correlationId).toList());
        Map<ClaimedCommand, Decision> decisions = new HashMap<>();
        batch.forEach(command -> {
            Exists exists = found.get(command.correlationId());
            if (exists != null) {
                log.info("Case {} exists although its command had failed", command.correlationId());
                decisions.put(
                        command,
                        new Decision.Created(
                                exists.salesforceId(), exists.caseNumber(), exists.createdAt(), exists.snapshot()));
            }
        });
        replies.send(outcomeService.save(decisions));
        possibleCases.lookedUp(batch);
    }
}
