package io.caseline.cases.ledger;

import io.caseline.cases.ledger.Decision.Created;
import io.caseline.messaging.Outbox;
import io.caseline.messaging.ReplySender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Outcomes with their events in one transaction, and the replies after it. */
@Service
public class Outcomes {
    /** A case that is older than its command by more than this was created for an earlier one. */
    private static final Duration EARLIER = Duration.ofHours(1);

    /** How far the clocks of gateway and processor may be apart before a caller who waits gets no reply. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final Settlement settlement;
    private final Outbox outbox;
    private final ReplySender replies;
    private final TransactionTemplate transaction;
    private final InstantSource time;

    Outcomes(
            Ledger ledger,
            Settlement settlement,
            Outbox outbox,
            ReplySender replies,
            TransactionTemplate transaction,
            InstantSource time) {
        this.ledger = ledger;
        this.settlement = settlement;
        this.outbox = outbox;
        this.replies = replies;
        this.transaction = transaction;
        this.time = time;
    }

    /** @return the submissions that have a new outcome */
    public List<Submission> save(Map<ClaimedCommand, Decision> decisions) {
        Map<UUID, Decision> byId = new HashMap<>();
        decisions.forEach((command, decision) -> byId.put(command.correlationId(), decision));
        return transaction.execute(status -> {
            List<Submission> settled = settlement.settle(decisions);
            outbox.add(settled.stream()
                    .filter(submission -> isNews(submission, byId.get(submission.correlationId())))
                    .map(CaseEvents::event)
                    .toList());
            return settled;
        });
    }

    /**
     * Not so for a case that was created long before its command: that is a repeat of a request whose row has been purged,
     * and its event was published then.
     */
    private static boolean isNews(Submission submission, @Nullable Decision decision) {
        return !(decision instanceof Created created)
                || !created.createdAt().isBefore(submission.receivedAt().minus(EARLIER));
    }

    /** Those of the commands that have an outcome, whoever settled them. */
    public List<Submission> settled(Collection<ClaimedCommand> commands) {
        return ledger.find(commands.stream().map(ClaimedCommand::correlationId).toList()).stream()
                .filter(Submission::isSettled)
                .toList();
    }

    /** Sends replies for the submissions whose callers wait. */
    public void reply(Collection<Submission> settled) {
        settled.stream()
                .filter(submission -> submission.isAwaited(time.instant().minus(CLOCK_SKEW)))
                .forEach(submission -> replies.send(CaseEvents.reply(submission)));
    }
}
