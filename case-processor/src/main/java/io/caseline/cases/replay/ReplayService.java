package io.caseline.cases.replay;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.dispatch.Holds;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.submissions.SubmissionFilter;
import java.time.InstantSource;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What operators do with replays. Each action and its audit entry are one transaction. */
@Service
public class ReplayService {
    private final Replays replays;
    private final ReplayEntries entries;
    private final ReplayCounts counts;
    private final Holds holds;
    private final AuditLog audit;
    private final ReplaySettings settings;
    private final InstantSource clock;

    ReplayService(
            Replays replays,
            ReplayEntries entries,
            ReplayCounts counts,
            Holds holds,
            AuditLog audit,
            ReplaySettings settings,
            InstantSource clock) {
        this.replays = replays;
        this.entries = entries;
        this.counts = counts;
        this.holds = holds;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public DryRun dryRun(ReplayRequest request) {
        requireFailed(request.filter());
        return counts.dryRun(request.filter(), maxReplays(request), limit(request));
    }

    /** @throws NothingToReplayException if no submission is left to replay */
    @Transactional
    public Replay start(ReplayRequest request, String actor) {
        requireFailed(request.filter());
        Replay replay = replays.saveAndFlush(new Replay(request, actor, counts.now()));
        int total = entries.add(replay.id(), request.filter(), maxReplays(request), limit(request));
        if (total == 0) {
            throw new NothingToReplayException(dryRun(request));
        }
        replay.found(total);
        audit.save(new AuditEntry(clock.instant(), actor, Action.REPLAY_STARTED, request.reason())
                .ofReplay(replay.id())
                .chosenBy(replay.filter())
                .withResult(total + " submissions"));
        return replay;
    }

    private static void requireFailed(SubmissionFilter filter) {
        if (filter.state() != CaseState.FAILED) {
            throw new IllegalArgumentException("Only failed submissions can be replayed");
        }
    }

    private int maxReplays(ReplayRequest request) {
        return request.includeQuarantined() ? Integer.MAX_VALUE : settings.maxReplays();
    }

    private int limit(ReplayRequest request) {
        Integer limit = request.limit();
        return limit == null ? settings.maxSubmissions() : Math.min(limit, settings.maxSubmissions());
    }

    /** Nothing more is sent until it is resumed; what is sent already gets its outcome. */
    @Transactional
    public Replay pause(long id, String reason, String actor) {
        return change(
                id, Action.REPLAY_PAUSED, reason, actor, replay -> replay.pause("%s: %s".formatted(actor, reason)));
    }

    /** Goes on without a canary. */
    @Transactional
    public Replay resume(long id, String reason, String actor) {
        return change(id, Action.REPLAY_RESUMED, reason, actor, Replay::resume);
    }

    /** What has not been sent stays failed; what is sent already gets its outcome. */
    @Transactional
    public Replay cancel(long id, String reason, String actor) {
        return change(id, Action.REPLAY_CANCELLED, reason, actor, replay -> {
            replay.cancel(clock.instant());
            entries.cancelWaiting(id);
        });
    }

    /**
     * @throws NoSuchElementException if there is no such replay
     * @throws IllegalReplayStateException if it is not in a state for that
     */
    private Replay change(long id, Action action, String reason, String actor, Consumer<Replay> change) {
        Replay replay =
                replays.lock(id).orElseThrow(() -> new NoSuchElementException("There is no replay %d".formatted(id)));
        change.accept(replay);
        ReplayCounts.States states = counts.states(id);
        audit.save(new AuditEntry(clock.instant(), actor, action, reason)
                .ofReplay(id)
                .withResult(ReplayFeeder.describe(states)));
        return replay;
    }

    public Optional<Replay> find(long id) {
        return replays.findById(id);
    }

    /** The newest first, before this id. */
    public List<Replay> list(long beforeId, int limit) {
        return replays.findByIdLessThanOrderByIdDesc(beforeId, Limit.of(limit));
    }

    /** The progress of a replay that exists. */
    @Transactional(readOnly = true)
    public ReplayProgress progress(long id) {
        Replay replay = find(id).orElseThrow(() -> new NoSuchElementException("There is no replay %d".formatted(id)));
        ReplayCounts.States states = counts.states(id);
        return new ReplayProgress(
                states.waiting(),
                states.sent(),
                states.created(),
                states.failed(),
                states.skipped(),
                states.cancelled(),
                counts.failedAgain(id),
                states.outcomes() / 10.0,
                heldBy(replay, states),
                counts.failedSince(SubmissionFilter.parse(replay.filter()), replay.startedAt(), id));
    }

    private @Nullable String heldBy(Replay replay, ReplayCounts.States states) {
        if (replay.state() != ReplayState.RUNNING || states.waiting() + states.sent() == 0) {
            return null;
        }
        return holds.replaysHeldBy().or(() -> heldPrograms(replay)).orElse(null);
    }

    private Optional<String> heldPrograms(Replay replay) {
        List<String> held = entries.heldPrograms(replay.id(), holds.programs());
        return held.isEmpty() ? Optional.empty() : Optional.of("Programs on hold: " + String.join(", ", held));
    }
}
