package io.caseline.tellers.association;

import io.caseline.messaging.DataRefusal;
import io.caseline.messaging.PositionMovedException;
import io.caseline.messaging.SchemaRegistryUnavailableException;
import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.feeplans.CardCoreUnavailableException;
import io.caseline.tellers.feeplans.FeePlanChangesRefusedException;
import org.apache.kafka.common.KafkaException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Decides whether a failure is a command's own, or one of the database, the card core, Kafka or the schema registry. */
final class FailureJudge {

    private FailureJudge() {}

    /**
     * The reason with which the command is rejected.
     *
     * @throws RuntimeException the failure, if it is not the command's own: the batch must be tried again
     */
    static AssociationReason reason(RuntimeException failure) {
        if (failure instanceof FeePlanChangesRefusedException) {
            return AssociationReason.FEE_PLAN_NOT_CHANGED;
        }
        if (failure instanceof AssociationRefusedException || DataRefusal.refused(failure)) {
            return AssociationReason.ASSOCIATION_NOT_SAVED;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataAccessException
                    || cause instanceof TransactionException
                    || cause instanceof CardCoreUnavailableException
                    || cause instanceof PositionMovedException
                    || cause instanceof SchemaRegistryUnavailableException
                    || cause instanceof KafkaException) {
                throw failure;
            }
        }
        return AssociationReason.GENERAL_FAILURE;
    }
}
