package io.caseline.tellers.association;

import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.association.Decision.Associate;
import io.caseline.tellers.association.Decision.Rejected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 *
 * @param state where it stands
 * @param reason what the partner is answered; of a deferred request, why
 * @param attempts how often it was decided
 * @param account the account of the card, where it was found
 * @param previousFeePlan the account's fee plan before, where it was changed
 * @param feePlan the account's fee plan since, where it was changed
 */
record Outcome(
        UUID correlationId,
        String merchantId,
        String tellerId,
        State state,
        AssociationReason reason,
        int attempts,
        @Nullable UUID account,
        @Nullable String previousFeePlan,
        @Nullable String feePlan,
        Instant decidedAt) {

    enum State {
        ASSOCIATED,
        REJECTED,
        /** Deferred until the account is old enough. */
        DEFERRED
    }

    /** @param before what became of the request until now */
    static Outcome of(Submission submission, Decision decision, @Nullable Outcome before, Instant now) {
        return switch (decision) {
            case Associate associate ->
                associate.changesFeePlan()
                        ? of(
                                submission,
                                State.ASSOCIATED,
                                AssociationReason.SUCCESS,
                                associate.account(),
                                associate.feePlan(),
                                TellerRules.EMPLOYEE_PLAN,
                                before,
                                now)
                        : of(
                                submission,
                                State.ASSOCIATED,
                                AssociationReason.SUCCESS,
                                associate.account(),
                                null,
                                null,
                                before,
                                now);
            case Rejected rejected ->
                of(submission, State.REJECTED, rejected.reason(), rejected.account(), null, null, before, now);
        };
    }

    static Outcome deferred(Submission submission, @Nullable UUID account, @Nullable Outcome before, Instant now) {
        return of(submission, State.DEFERRED, AssociationReason.ACCOUNT_TOO_YOUNG, account, null, null, before, now);
    }

    private static Outcome of(
            Submission submission,
            State state,
            AssociationReason reason,
            @Nullable UUID account,
            @Nullable String previousFeePlan,
            @Nullable String feePlan,
            @Nullable Outcome before,
            Instant now) {
        return new Outcome(
                submission.correlationId(),
                submission.merchantId(),
                submission.tellerId(),
                state,
                reason,
                before == null ? 1 : before.attempts + 1,
                account,
                previousFeePlan,
                feePlan,
                now);
    }

    /** Whether a submission of the request gets this outcome and is not decided again. */
    boolean answers(Submission submission) {
        return reason.isFinal() || (submission.due() && state != State.DEFERRED);
    }

    /** Whether the request waits for its time, and the submission is not what comes when it is there. */
    boolean waitsBeyond(Submission submission) {
        return state == State.DEFERRED && !submission.due();
    }
}
