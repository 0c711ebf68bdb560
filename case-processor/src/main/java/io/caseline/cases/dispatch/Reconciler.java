package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Settlement;
import io.caseline.cases.ledger.UnansweredCommands;
import io.caseline.cases.salesforce.CallBudget;
import io.caseline.cases.salesforce.InsertResult.Created;
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
 * Looks up failed and discarded commands of which a call went unanswered, once that call can no longer arrive: if the case
 * exists, the command becomes Created.
 */
@Component
class Reconciler {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final UnansweredCommands unanswered;
    private final SalesforceClient salesforce;
    private final SalesforceCircuitBreaker breaker;
    private final CallBudget budget;
    private final Settlement settlement;
    private final DispatchSettings settings;

    Reconciler(
            UnansweredCommands unanswered,
            SalesforceClient salesforce,
            SalesforceCircuitBreaker breaker,
            CallBudget budget,
            Settlement settlement,
            DispatchSettings settings) {
        this.unanswered = unanswered;
        this.salesforce = salesforce;
        this.breaker = breaker;
        this.budget = budget;
        this.settlement = settlement;
        this.settings = settings;
    }

    @Scheduled(fixedDelayString = "${caseline.dispatch.look-up-every:1m}")
    void reconcile() {
        try {
            List<ClaimedCommand> batch = unanswered.due(settings.lookUpAfter());
            while (!batch.isEmpty() && breaker.state() == State.CLOSED && budget.tryTake()) {
                reconcile(batch);
                batch = unanswered.due(settings.lookUpAfter());
            }
        } catch (SalesforceException | DataAccessException | TransactionException e) {
            log.info("Commands whose call went unanswered cannot be looked up now; retrying later: {}", e.toString());
        }
    }

    private void reconcile(List<ClaimedCommand> batch) {
        Map<UUID, Created> found = salesforce.find(
                batch.stream().map(ClaimedCommand::correlationId).toList());
        Map<ClaimedCommand, Decision> decisions = new HashMap<>();
        batch.forEach(command -> {
            Created created = found.get(command.correlationId());
            if (created != null) {
                log.info("Case {} exists although its command had failed", command.correlationId());
                decisions.put(
                        command,
                        new Decision.Created(created.salesforceId(), created.caseNumber(), created.createdAt()));
            }
        });
        settlement.reply(settlement.save(decisions));
        unanswered.lookedUp(batch);
    }
}
