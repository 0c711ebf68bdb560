package io.caseline.cases.replay;

import io.caseline.cases.activity.Activity;
import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.publish.CaseEvents;
import io.caseline.cases.replay.MissingCases.Lost;
import io.caseline.cases.replay.WindowSearches.Found;
import io.caseline.messaging.Outbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Saves what the search of a window finds, each batch in one transaction. */
@Service
class WindowFindings {
    private static final Logger log = LoggerFactory.getLogger(WindowFindings.class);
    private static final String NOBODY = "caseline";

    private final WindowSearches searches;
    private final MissingCases missingCases;
    private final Replays replays;
    private final Outbox outbox;
    private final Activity activity;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    WindowFindings(
            WindowSearches searches,
            MissingCases missingCases,
            Replays replays,
            Outbox outbox,
            Activity activity,
            AuditLog audit,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.searches = searches;
        this.missingCases = missingCases;
        this.replays = replays;
        this.outbox = outbox;
        this.activity = activity;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The search is over for its run: it was cancelled, another instance has begun anew, or this one stops. */
    static final class SearchOverException extends RuntimeException {}

    /** Empty if there is nothing to search any more. */
    Optional<WindowSearch> begin(long replay, UUID run) {
        return searches.begin(replay, run);
    }

    void logStartsAt(long replay, Instant time) {
        log.warn("Kafka has deleted commands of the window of replay {}; it has all from {} on", replay, time);
        searches.logStartsAt(replay, time);
    }

    void waits(long replay, UUID run, String problem) {
        if (!searches.waits(replay, run, problem)) {
            throw new SearchOverException();
        }
    }

    void count(long replay, UUID run, Found found) {
        transaction.executeWithoutResult(status -> {
            requireRun(replay, run);
            searches.add(replay, found);
        });
    }

    /** Makes these commands failed, and adds them to the replay. */
    void fail(long replay, UUID run, Collection<Lost> missing, Found found) {
        int failed = transaction.execute(status -> {
            requireRun(replay, run);
            List<LedgerEntry> entries = missingCases.fail(replay, missing);
            outbox.add(entries.stream().map(CaseEvents::outboxEvent).toList());
            searches.add(replay, found);
            return entries.size();
        });
        activity.decided(0, failed);
    }

    /** From now on, what was found is sent. */
    void finish(long replay, UUID run, boolean dryRun) {
        transaction.executeWithoutResult(status -> {
            requireRun(replay, run);
            replays.lock(replay).orElseThrow().searched(dryRun ? 0 : missingCases.listed(replay), clock.instant());
            String result = searches.find(replay).orElseThrow().describe();
            log.info("The window of replay {} is searched. {}", replay, result);
            audit.save(new AuditEntry(clock.instant(), NOBODY, Action.WINDOW_SEARCHED, null)
                    .ofReplay(replay)
                    .withResult(result));
        });
    }

    private void requireRun(long replay, UUID run) {
        if (!searches.lock(replay, run)) {
            throw new SearchOverException();
        }
    }
}
