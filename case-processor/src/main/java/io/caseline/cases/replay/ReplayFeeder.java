package io.caseline.cases.replay;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.dispatch.Holds;
import io.caseline.cases.replay.ReplayEntries.Open;
import io.caseline.cases.replay.ReplayEntries.Sent;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the submissions of running replays due, a few at a time, and ends replays. Every instance does so; a replay that
 * another one works on is left alone.
 */
@Component
class ReplayFeeder {
    private static final Logger log = LoggerFactory.getLogger(ReplayFeeder.class);
    private static final String NOBODY = "caseline";

    private final Replays replays;
    private final ReplayEntries entries;
    private final ReplayCounts counts;
    private final Holds holds;
    private final AuditLog audit;
    private final ReplaySettings settings;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    ReplayFeeder(
            Replays replays,
            ReplayEntries entries,
            ReplayCounts counts,
            Holds holds,
            AuditLog audit,
            ReplaySettings settings,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.replays = replays;
        this.entries = entries;
        this.counts = counts;
        this.holds = holds;
        this.audit = audit;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${caseline.replay.feed-every:100ms}")
    void feed() {
        try {
            for (long id : replays.findIdsByStateIn(EnumSet.of(ReplayState.RUNNING, ReplayState.PAUSED))) {
                Set<String> programs = transaction.execute(
                        status -> replays.lockUnlessLocked(id).map(this::feed).orElse(Set.of()));
                holds.due(programs);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("Replays cannot go on now; retrying: {}", e.toString());
        }
    }

    /** @return programs that have due submissions now */
    private Set<String> feed(Replay replay) {
        if (replay.state() != ReplayState.RUNNING && replay.state() != ReplayState.PAUSED) {
            return Set.of();
        }
        Set<String> held = holds.programs();
        Open open = entries.open(replay.id(), held);
        if (!open.waiting() && open.sent() == 0) {
            finish(replay);
            return Set.of();
        }
        if (replay.state() == ReplayState.PAUSED || holds.replaysHeldBy().isPresent()) {
            return Set.of();
        }
        Canary canary = replay.canary();
        if (canary == null || replay.canaryPassed()) {
            return send(replay, settings.maxSent() - open.sentElsewhere(), held);
        }
        ReplayCounts.States states = counts.states(replay.id());
        int missing = canary.size() - states.sent() - states.created() - states.failed();
        if (missing > 0 && open.waiting()) {
            return send(replay, missing, held);
        }
        if (states.sent() == 0) {
            judge(replay, canary, states);
        }
        return Set.of();
    }

    private Set<String> send(Replay replay, int free, Set<String> held) {
        Integer rate = replay.rate();
        int limit = rate == null ? free : Math.min(free, entries.allowed(replay.id(), rate));
        if (limit <= 0) {
            return Set.of();
        }
        Sent sent = entries.send(replay.id(), limit, held);
        if (rate != null) {
            entries.spend(replay.id(), rate, sent.count());
        }
        return sent.programs();
    }

    /** All submissions of the canary have an outcome. */
    private void judge(Replay replay, Canary canary, ReplayCounts.States states) {
        int outcomes = states.created() + states.failed();
        if (canary.isPassedBy(states.created(), outcomes)) {
            replay.passCanary();
            log.info("Canary of replay {} passed: {} of {} created", replay.id(), states.created(), outcomes);
            return;
        }
        List<ReplayProgress.FailedAgain> reasons = counts.failedAgain(replay.id());
        String why = "Canary: %d of %d created, %d %% required; most failed with %s"
                .formatted(
                        states.created(),
                        outcomes,
                        canary.percent(),
                        reasons.getFirst().code());
        replay.pause(why);
        log.warn("Replay {} is paused. {}", replay.id(), why);
        save(replay, Action.REPLAY_PAUSED, why, states);
    }

    private void finish(Replay replay) {
        replay.finish(clock.instant());
        ReplayCounts.States states = counts.states(replay.id());
        log.info("Replay {} has finished: {}", replay.id(), describe(states));
        save(replay, Action.REPLAY_FINISHED, null, states);
    }

    private void save(Replay replay, Action action, @Nullable String why, ReplayCounts.States states) {
        audit.save(new AuditEntry(clock.instant(), NOBODY, action, why)
                .ofReplay(replay.id())
                .withResult(describe(states)));
    }

    static String describe(ReplayCounts.States states) {
        return "%d created, %d failed again, %d skipped, %d cancelled, %d without an outcome"
                .formatted(
                        states.created(),
                        states.failed(),
                        states.skipped(),
                        states.cancelled(),
                        states.waiting() + states.sent());
    }
}
