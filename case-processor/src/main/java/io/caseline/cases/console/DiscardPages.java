package io.caseline.cases.console;

import io.caseline.cases.discard.DiscardService;
import io.caseline.cases.discard.Discarded;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.submissions.SubmissionFilter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Discards failed submissions, after it has told how many. */
@Controller
class DiscardPages {
    /** Most submissions for one click, so that the answer comes in time. */
    private static final int MOST = 20_000;

    private final DiscardService discards;
    private final InstantSource clock;

    DiscardPages(DiscardService discards, InstantSource clock) {
        this.discards = discards;
        this.clock = clock;
    }

    @GetMapping("/console/discard")
    String dialog(@RequestParam String filter, Model model) {
        SubmissionFilter chosen = failed(filter);
        model.addAttribute("filter", FilterView.of(chosen));
        model.addAttribute("asOf", clock.instant());
        model.addAttribute("count", discards.count(chosen));
        return "console/discard";
    }

    @PostMapping("/console/discard")
    String discard(
            @RequestParam String filter,
            @RequestParam Instant asOf,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(defaultValue = "false") boolean all,
            Principal user,
            RedirectAttributes after) {
        SubmissionFilter chosen = failed(filter);
        String why = Actions.reason(reason);
        if (chosen.isAll() && !all) {
            throw new Actions.RefusedException(
                    HttpStatus.BAD_REQUEST,
                    "Confirm that you mean all",
                    "Nothing was done. The filter leaves no failed submission out: go back and confirm that you mean all.");
        }
        SubmissionFilter counted = chosen.until() == null ? ReplayForm.until(chosen, asOf) : chosen;
        int discarded = 0;
        Discarded latest;
        do {
            latest = discards.discard(counted, why, user.getName());
            discarded += latest.discarded();
        } while (latest.more() && discarded < MOST);
        after.addFlashAttribute("done", sentence(discarded, latest));
        return "redirect:"
                + (latest.more()
                        ? "/console/discard?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8)
                        : FilterView.of(chosen).address());
    }

    private static String sentence(int discarded, Discarded latest) {
        String text = String.format(Locale.ROOT, "%,d discarded.", discarded);
        if (latest.inOpenReplays() > 0) {
            text += String.format(
                    Locale.ROOT, " %,d were left out, as open replays have them.", latest.inOpenReplays());
        }
        return latest.more() ? text + " More are left: go on below." : text;
    }

    private static SubmissionFilter failed(String query) {
        SubmissionFilter filter = Actions.filter(query);
        if (filter.state() != CaseState.FAILED) {
            throw new Actions.RefusedException(
                    HttpStatus.BAD_REQUEST, "This cannot be discarded", "Only failed submissions can be discarded.");
        }
        return filter;
    }
}
