package io.caseline.tellers.association;

import io.caseline.messaging.DataRefusal;
import io.caseline.messaging.PositionMovedException;
import io.caseline.messaging.RegistryTrouble;
import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.feeplans.CardCoreAway;
import io.caseline.tellers.feeplans.FeePlansRefused;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Decides a batch and keeps what comes of it: associations, fee plans, histories, outcomes, their events and the position
 * of the commands, in one transaction; replies follow the commit. When the database refuses that, the batch is done again,
 * one command a transaction, so that only the culprit fails. Trouble with the database, the card core or Kafka is thrown:
 * the whole batch is to come again, and nobody is answered wrongly.
 */
@Service
class AssociationService {
    private static final Logger log = LoggerFactory.getLogger(AssociationService.class);

    private final BatchDecision decision;
    private final AssociationReplies replies;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Timer batches;
    private final DistributionSummary batchSizes;

    AssociationService(
            BatchDecision decision, AssociationReplies replies, TransactionTemplate transaction, MeterRegistry meters) {
        this.decision = decision;
        this.replies = replies;
        this.transaction = transaction;
        this.meters = meters;
        batches = meters.timer("caseline.teller.batch");
        batchSizes = meters.summary("caseline.teller.batch.size");
    }

    /**
     * Decides the commands of a batch. A request that is in the batch twice is decided once: the further submission gets
     * the same outcome, also one that a later repeat would try anew.
     *
     * @return an answer for each submission that the batch has claimed, in their order
     */
    List<Answer> decide(CommandBatch batch) {
        List<CommandBatch> singles = batch.singles();
        batchSizes.record(singles.size());
        return Objects.requireNonNull(batches.record(() -> decide(batch, singles)));
    }

    private List<Answer> decide(CommandBatch batch, List<CommandBatch> singles) {
        if (singles.size() > 1) {
            try {
                return inOneTransaction(batch);
            } catch (RuntimeException e) {
                AssociationReason reason = reason(e);
                log.info("A batch of {} is done one by one: {}", singles.size(), reason);
            }
        }
        return singles.stream().flatMap(single -> alone(single).stream()).toList();
    }

    private List<Answer> alone(CommandBatch single) {
        try {
            return inOneTransaction(single);
        } catch (RuntimeException e) {
            AssociationReason reason = reason(e);
            log.warn("A command fails with {}", reason, e);
            return answered(Objects.requireNonNull(transaction.execute(status -> decision.refuse(single, reason))));
        }
    }

    /**
     * What a failure means for the command that met it.
     *
     * @throws RuntimeException the failure, if it is not the command's own
     */
    private static AssociationReason reason(RuntimeException failure) {
        if (failure instanceof ChangeRefused refused) {
            return refused.reason();
        }
        if (failure instanceof FeePlansRefused) {
            return AssociationReason.FEE_PLAN_NOT_CHANGED;
        }
        if (DataRefusal.refused(failure)) {
            return AssociationReason.ASSOCIATION_NOT_SAVED;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataAccessException
                    || cause instanceof TransactionException
                    || cause instanceof CardCoreAway
                    || cause instanceof PositionMovedException
                    || cause instanceof RegistryTrouble
                    || cause instanceof KafkaException) {
                throw failure;
            }
        }
        return AssociationReason.GENERAL_FAILURE;
    }

    /** Whose fee plans are refused is known only when all have been asked for: they are decided again without them. */
    private List<Answer> inOneTransaction(CommandBatch batch) {
        Set<UUID> refused = new HashSet<>();
        while (true) {
            try {
                return answered(
                        Objects.requireNonNull(transaction.execute(status -> decision.decideAndKeep(batch, refused))));
            } catch (FeePlansRefused e) {
                if (!refused.addAll(e.correlationIds())) {
                    throw e;
                }
            }
        }
    }

    /** After the commit. */
    private List<Answer> answered(List<Answer> answers) {
        replies.send(answers);
        answers.forEach(this::count);
        return answers;
    }

    private void count(Answer answer) {
        AssociationReason reason = answer.outcome().reason();
        if (answer.decidedNow() && answer.isDeferred()) {
            meters.counter("caseline.teller.deferred").increment();
        }
        if (answer.decidedNow() && !answer.isDeferred()) {
            meters.counter("caseline.teller.outcomes", "code", Integer.toString(reason.code()), "reason", reason.name())
                    .increment();
        }
        Submission submission = answer.submission();
        submission.logged(() -> log.debug("{} {}", submission.correlationId(), reason));
    }
}
