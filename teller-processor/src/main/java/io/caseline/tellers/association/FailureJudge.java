package io.caseline.tellers.association;

import io.caseline.messaging.DataRefusal;
import io.caseline.messaging.PositionMovedException;
import io.caseline.schemas.AssociationReason;
import io.caseline.schemas.registry.SchemaRegistryUnavailableException;
import io.caseline.tellers.feeplans.CardCoreUnavailableException;
import io.caseline.tellers.feeplans.FeePlanChangesRefusedException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Decides whether a failure is a command's own, or one of the database, the card core, Kafka or the schema registry. */
final class FailureJudge {

    private FailureJudge() {}

    /** False if the database, the card core, Kafka or the schema registry failed: the batch must be tried again. */
    static boolean isCommandFault(RuntimeException failure) {
        return isRefusal(failure)
                || Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                        .noneMatch(FailureJudge::isUnavailable);
    }

    /** The reason with which the command is rejected if the failure is its own. */
    static AssociationReason reason(RuntimeException failure) {
        if (failure instanceof FeePlanChangesRefusedException) {
            return AssociationReason.FEE_PLAN_NOT_CHANGED;
        }
        return isRefusal(failure) ? AssociationReason.ASSOCIATION_NOT_SAVED : AssociationReason.GENERAL_FAILURE;
    }

    private static boolean isRefusal(RuntimeException failure) {
        return failure instanceof FeePlanChangesRefusedException
                || failure instanceof AssociationRefusedException
                || DataRefusal.refused(failure);
    }

    private static boolean isUnavailable(Throwable cause) {
        return cause instanceof DataAccessException
                || cause instanceof TransactionException
                || cause instanceof CardCoreUnavailableException
                || cause instanceof PositionMovedException
                || cause instanceof SchemaRegistryUnavailableException
                || cause instanceof KafkaException;
    }
}
