package io.caseline.tellers.association;

import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.command.CommandBatch;
import io.caseline.tellers.feeplans.FeePlanChangesRefusedException;
import io.caseline.tellers.outcome.DecidedCommand;
import io.caseline.tellers.publish.TellerReplies;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Decides a batch of commands and stores everything that follows (associations, fee plans, histories, outcomes, events, and
 * the position of the commands) in one transaction; replies follow the commit. If a command of the batch cannot be
 * stored, the batch is redone with one transaction for each command, so that only that command fails. If the database,
 * the card core or Kafka is unavailable, the exception is thrown: the whole batch is tried again, and no caller gets a
 * wrong outcome.
 */
@Service
public class AssociationService {
    private static final Logger log = LoggerFactory.getLogger(AssociationService.class);

    private final BatchDecision decision;
    private final TellerReplies replies;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Timer batches;
    private final DistributionSummary batchSizes;

    AssociationService(
            BatchDecision decision, TellerReplies replies, TransactionTemplate transaction, MeterRegistry meters) {
        this.decision = decision;
        this.replies = replies;
        this.transaction = transaction;
        this.meters = meters;
        batches = meters.timer("caseline.teller.batch");
        batchSizes = meters.summary("caseline.teller.batch.size");
    }

    /**
     * Decides the commands of a batch. A command that is in the batch twice is decided once: its repeat gets the same
     * outcome, even one that a later repeat would have decided anew.
     *
     * @return each command that the batch has claimed with its outcome, in their order
     */
    public List<DecidedCommand> decide(CommandBatch batch) {
        List<CommandBatch> singles = batch.singles();
        batchSizes.record(singles.size());
        return Objects.requireNonNull(batches.record(() -> decide(batch, singles)));
    }

    private List<DecidedCommand> decide(CommandBatch batch, List<CommandBatch> singles) {
        if (singles.size() > 1) {
            try {
                return decideInOneTransaction(batch);
            } catch (RuntimeException e) {
                AssociationReason reason = FailureJudge.reason(e);
                log.info("A batch of {} commands is redone one by one: {}", singles.size(), reason);
            }
        }
        return singles.stream().flatMap(single -> decideAlone(single).stream()).toList();
    }

    private List<DecidedCommand> decideAlone(CommandBatch single) {
        try {
            return decideInOneTransaction(single);
        } catch (RuntimeException e) {
            AssociationReason reason = FailureJudge.reason(e);
            log.warn("A command fails with {}", reason, e);
            return reply(Objects.requireNonNull(transaction.execute(status -> decision.reject(single, reason))));
        }
    }

    /** Which fee plan changes are refused is known only after all were requested: the batch is then decided again. */
    private List<DecidedCommand> decideInOneTransaction(CommandBatch batch) {
        Set<UUID> refused = new HashSet<>();
        while (true) {
            try {
                return reply(
                        Objects.requireNonNull(transaction.execute(status -> decision.decideAndStore(batch, refused))));
            } catch (FeePlanChangesRefusedException e) {
                if (!refused.addAll(e.correlationIds())) {
                    throw e;
                }
            }
        }
    }

    private List<DecidedCommand> reply(List<DecidedCommand> committed) {
        replies.send(committed);
        committed.forEach(this::count);
        return committed;
    }

    private void count(DecidedCommand decided) {
        AssociationReason reason = decided.outcome().reason();
        if (decided.decidedNow() && decided.outcome().isDeferred()) {
            meters.counter("caseline.teller.deferred").increment();
        }
        if (decided.decidedNow() && decided.isPublishable()) {
            meters.counter("caseline.teller.outcomes", "code", Integer.toString(reason.code()), "reason", reason.name())
                    .increment();
        }
        decided.command().withTraceId(() -> log.debug("{} {}", decided.command().correlationId(), reason));
    }
}
