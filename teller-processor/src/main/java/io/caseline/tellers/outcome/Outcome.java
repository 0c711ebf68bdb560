package io.caseline.tellers.outcome;

import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.rules.Decision;
import io.caseline.tellers.rules.Decision.Associate;
import io.caseline.tellers.rules.Decision.Defer;
import io.caseline.tellers.rules.Decision.Reject;
import io.caseline.tellers.rules.TellerRules;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The stored outcome of a command.
 *
 * @param reason what the partner is told; of a deferred command, why it waits
 * @param attempts how many times the command was decided
 * @param accountId the account of the card, if it was found
 * @param previousFeePlan the account's fee plan before, if it was changed
 * @param feePlan the account's fee plan since, if it was changed
 */
public record Outcome(
        UUID correlationId,
        String merchantId,
        String tellerId,
        State state,
        AssociationReason reason,
        int attempts,
        @Nullable UUID accountId,
        @Nullable String previousFeePlan,
        @Nullable String feePlan,
        Instant decidedAt) {

    public enum State {
        ASSOCIATED,
        REJECTED,
        /** Waits until the account is old enough. */
        DEFERRED
    }

    /** @param previous the outcome of the command until now */
    public static Outcome of(Command command, Decision decision, @Nullable Outcome previous, Instant now) {
        return switch (decision) {
            case Associate associate -> associated(command, associate, previous, now);
            case Reject reject ->
                unchanged(command, State.REJECTED, reject.reason(), reject.accountId(), previous, now);
            case Defer defer ->
                unchanged(
                        command, State.DEFERRED, AssociationReason.ACCOUNT_TOO_YOUNG, defer.accountId(), previous, now);
        };
    }

    private static Outcome associated(Command command, Associate decision, @Nullable Outcome previous, Instant now) {
        boolean planChanges = decision.changesFeePlan();
        return new Outcome(
                command.correlationId(),
                command.merchantId(),
                command.tellerId(),
                State.ASSOCIATED,
                AssociationReason.SUCCESS,
                attempts(previous),
                decision.accountId(),
                planChanges ? decision.previousFeePlan() : null,
                planChanges ? TellerRules.EMPLOYEE_PLAN : null,
                now);
    }

    /** An outcome that leaves the fee plan as it is. */
    private static Outcome unchanged(
            Command command,
            State state,
            AssociationReason reason,
            @Nullable UUID accountId,
            @Nullable Outcome previous,
            Instant now) {
        return new Outcome(
                command.correlationId(),
                command.merchantId(),
                command.tellerId(),
                state,
                reason,
                attempts(previous),
                accountId,
                null,
                null,
                now);
    }

    private static int attempts(@Nullable Outcome previous) {
        return previous == null ? 1 : previous.attempts + 1;
    }

    public boolean isDeferred() {
        return state == State.DEFERRED;
    }

    /** Whether the command gets this outcome and is not decided again. */
    public boolean isFinalFor(Command command) {
        return reason.isFinal() || (command.wasDeferred() && !isDeferred());
    }

    /** Whether a deferred command stays deferred when a repeat of it is decided. */
    public boolean staysDeferred(Decision decision, Command repeat) {
        return isDeferred()
                && !repeat.wasDeferred()
                && switch (decision) {
                    case Defer defer -> true;
                    case Reject reject -> reject.reason() == AssociationReason.ACCOUNT_TOO_YOUNG;
                    case Associate associate -> false;
                };
    }
}
