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

    private final BatchDecider decider;
    private final TellerReplies replies;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Timer batches;
    private final DistributionSummary batchSizes;

    AssociationService(
            BatchDecider decider, TellerReplies replies, TransactionTemplate transaction, MeterRegistry meters) {
        this.decider = decider;
        this.replies = replies;
        this.transaction = transaction;
        this.meters = meters;
        batches = meters.timer("caseline.tellers.batch");
        batchSizes = meters.summary("caseline.tellers.batch.size");
    }

    /**
     * Decides the commands of a batch. A command that is twice in the batch is decided once, even if its outcome is not
     * final.
     *
     * @return the commands taken from the batch, each with its outcome
     */
    public List<DecidedCommand> handle(CommandBatch batch) {
        List<CommandBatch> singles = batch.singles();
        batchSizes.record(singles.size());
        return Objects.requireNonNull(
                batches.record(() -> singles.size() > 1 ? decideTogether(batch, singles) : decideOneByOne(singles)));
    }

    private List<DecidedCommand> decideTogether(CommandBatch batch, List<CommandBatch> singles) {
        try {
            return decideInOneTransaction(batch);
        } catch (RuntimeException e) {
            if (!FailureJudge.isCommandFault(e)) {
                throw e;
            }
            log.info("A batch of {} commands is redone one by one: {}", singles.size(), FailureJudge.reason(e));
            return decideOneByOne(singles);
        }
    }

    private List<DecidedCommand> decideOneByOne(List<CommandBatch> singles) {
        return singles.stream().flatMap(single -> decideAlone(single).stream()).toList();
    }

    private List<DecidedCommand> decideAlone(CommandBatch single) {
        try {
            return decideInOneTransaction(single);
        } catch (RuntimeException e) {
            if (!FailureJudge.isCommandFault(e)) {
                throw e;
            }
            return afterCommit(Objects.requireNonNull(transaction.execute(status -> decider.reject(single, e))));
        }
    }

    /** Which fee plan changes are refused is known only after all were requested: the batch is then decided again. */
    private List<DecidedCommand> decideInOneTransaction(CommandBatch batch) {
        Set<UUID> refused = new HashSet<>();
        while (true) {
            try {
                return afterCommit(
                        Objects.requireNonNull(transaction.execute(status -> decider.decideBatch(batch, refused))));
            } catch (FeePlanChangesRefusedException e) {
                if (!e.namesCommands()) {
                    throw e;
                }
                refused.addAll(e.correlationIds());
            }
        }
    }

    private List<DecidedCommand> afterCommit(List<DecidedCommand> committed) {
        replies.send(committed);
        committed.forEach(this::count);
        return committed;
    }

    private void count(DecidedCommand decided) {
        AssociationReason reason = decided.outcome().reason();
        if (decided.decidedNow() && decided.outcome().isDeferred()) {
            meters.counter("caseline.tellers.deferred").increment();
        }
        if (decided.isNewOutcome()) {
            meters.counter(
                            "caseline.tellers.outcomes",
                            "code",
                            Integer.toString(reason.code()),
                            "reason",
                            reason.name())
                    .increment();
        }
        decided.command()
                .withTraceId(() ->
                        log.debug("Command {} is decided: {}", decided.command().correlationId(), reason));
    }
}
