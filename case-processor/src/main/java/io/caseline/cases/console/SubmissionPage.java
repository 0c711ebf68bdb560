package io.caseline.cases.console;

import io.caseline.cases.submissions.SubmissionDetail;
import io.caseline.cases.submissions.SubmissionFilter;
import io.caseline.cases.submissions.Submissions;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** One submission and all that has happened to it. */
@Controller
class SubmissionPage {
    private final Submissions submissions;

    SubmissionPage(Submissions submissions) {
        this.submissions = submissions;
    }

    @GetMapping("/console/submissions/{id}")
    String submission(@PathVariable UUID id, Model model) {
        SubmissionDetail detail = submissions
                .find(id)
                .orElseThrow(() -> new NoSuchElementException(
                        "There is no submission %s. Created ones are deleted after a set time.".formatted(id)));
        model.addAttribute("detail", detail);
        model.addAttribute("submission", detail.submission());
        model.addAttribute("history", detail.history().reversed());
        model.addAttribute(
                "filter",
                FilterView.of(SubmissionFilter.of(id, detail.submission().state())));
        return "console/submission";
    }
}
