package io.caseline.cases.console;

import io.caseline.cases.activity.Activity;
import io.caseline.cases.dispatch.Holds;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.life.CaseLife;
import io.caseline.cases.replay.Replay;
import io.caseline.cases.replay.ReplayService;
import io.caseline.cases.submissions.Groups;
import io.caseline.cases.submissions.SubmissionFilter;
import io.caseline.cases.submissions.Submissions;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page that a tired person understands in five seconds. */
@Controller
class OverviewPage {
    private static final int GROUPS = 8;
    private static final int REPLAYS = 20;

    private final Submissions submissions;
    private final Activity activity;
    private final CaseLife life;
    private final Holds holds;
    private final ReplayService replays;
    private final InstantSource clock;

    OverviewPage(
            Submissions submissions,
            Activity activity,
            CaseLife life,
            Holds holds,
            ReplayService replays,
            InstantSource clock) {
        this.submissions = submissions;
        this.activity = activity;
        this.life = life;
        this.holds = holds;
        this.replays = replays;
        this.clock = clock;
    }

    @GetMapping("/console")
    String overview(Model model) {
        fill(model);
        return "console/overview";
    }

    /** The part that changes. */
    @GetMapping("/console/live/overview")
    String live(Model model) {
        fill(model);
        return "console/overview :: live";
    }

    private void fill(Model model) {
        OrgView org = OrgView.of(holds.org());
        Groups failures = submissions.groups(SubmissionFilter.all(CaseState.FAILED));
        List<Replay> open = replays.list(Long.MAX_VALUE, REPLAYS).stream()
                .filter(replay -> replay.state().isOpen())
                .toList();
        model.addAttribute("numbers", submissions.overview());
        model.addAttribute("chart", ActivityChart.of(activity.lastHour()));
        model.addAttribute("life", LifeChart.of(life.periods()));
        model.addAttribute("org", org);
        model.addAttribute("programs", holds.list());
        model.addAttribute("failures", failures.groups().stream().limit(GROUPS).toList());
        model.addAttribute("otherGroups", Math.max(0, failures.groups().size() - GROUPS));
        model.addAttribute(
                "replays",
                open.stream()
                        .map(replay ->
                                new RunningReplay(replay, ProgressView.of(replay, replays.progress(replay.id()))))
                        .toList());
        model.addAttribute("now", clock.instant());
    }

    /** An open replay and how far it is. */
    record RunningReplay(Replay replay, ProgressView progress) {}
}
