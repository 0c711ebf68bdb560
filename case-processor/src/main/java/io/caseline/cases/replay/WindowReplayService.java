package io.caseline.cases.replay;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.submissions.SubmissionFilter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Replays a time window, for an org that was restored from a backup: {@link WindowSearcher} reads the commands of that time
 * again and looks their cases up; those that are missing become failed submissions and are replayed like any others.
 */
@Service
public class WindowReplayService {
    private final Replays replays;
    private final ReplayCounts counts;
    private final WindowSearches searches;
    private final AuditLog audit;
    private final InstantSource clock;

    WindowReplayService(
            Replays replays, ReplayCounts counts, WindowSearches searches, AuditLog audit, InstantSource clock) {
        this.replays = replays;
        this.counts = counts;
        this.searches = searches;
        this.audit = audit;
        this.clock = clock;
    }

    /** Starts the search, which takes its time. A dry run is a replay that ends with its search. */
    @Transactional
    public Replay start(WindowReplayRequest request, String actor) {
        ReplayRequest missing =
                new ReplayRequest(missing(request), request.reason(), request.rate(), null, request.canary(), true);
        Replay replay = replays.saveAndFlush(Replay.searching(missing, actor, counts.now()));
        searches.add(replay.id(), request);
        audit.save(new AuditEntry(clock.instant(), actor, Action.REPLAY_STARTED, request.reason())
                .ofReplay(replay.id())
                .chosenBy(query(request))
                .withResult(request.dryRun() ? "time window, dry run" : "time window"));
        return replay;
    }

    /** The search of a window replay; empty for another replay. */
    public Optional<WindowSearch> search(long replay) {
        return searches.find(replay);
    }

    /** What the submissions are that it will replay. */
    private static SubmissionFilter missing(WindowReplayRequest request) {
        return new SubmissionFilter(
                CaseState.FAILED,
                request.program(),
                MissingCases.CASE_MISSING,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    private static String query(WindowReplayRequest request) {
        String program = request.program();
        return "from=" + request.from() + "&to=" + request.to()
                + (program == null ? "" : "&program=" + URLEncoder.encode(program, StandardCharsets.UTF_8));
    }
}
