package io.caseline.cases.ops;

import io.caseline.cases.activity.Activity;
import io.caseline.cases.activity.Activity.Minute;
import io.caseline.cases.dispatch.Holds;
import io.caseline.cases.life.CaseLife;
import io.caseline.cases.ops.HoldController.HoldsView;
import io.caseline.cases.replay.ReplayService;
import io.caseline.cases.submissions.Overview;
import io.caseline.cases.submissions.Submissions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the state of everything at a glance. */
@RestController
class OverviewController {
    /** Open replays are among the newest. */
    private static final int NEWEST = 100;

    private final Submissions submissions;
    private final Holds holds;
    private final ReplayService replays;
    private final Activity activity;
    private final CaseLife life;

    OverviewController(Submissions submissions, Holds holds, ReplayService replays, Activity activity, CaseLife life) {
        this.submissions = submissions;
        this.holds = holds;
        this.replays = replays;
        this.activity = activity;
        this.life = life;
    }

    /** @param life of cases, by period; empty if changes in Salesforce are not read */
    record OverviewView(
            Overview submissions,
            HoldsView holds,
            List<ReplayView> openReplays,
            List<Minute> lastHour,
            List<CaseLife.Period> life) {}

    @GetMapping("/ops/v1/overview")
    OverviewView overview(HttpServletRequest request) {
        QueryParameters.none(request);
        return new OverviewView(
                submissions.overview(),
                HoldsView.of(holds),
                replays.list(Long.MAX_VALUE, NEWEST).stream()
                        .filter(replay -> replay.state().isOpen())
                        .map(replay -> ReplayView.of(replay, replays.progress(replay.id())))
                        .toList(),
                activity.lastHour(),
                life.periods());
    }
}
