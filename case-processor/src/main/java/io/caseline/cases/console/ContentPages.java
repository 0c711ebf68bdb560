package io.caseline.cases.console;

import io.caseline.cases.amendment.AmendmentService;
import io.caseline.cases.amendment.InvalidContentException;
import io.caseline.cases.amendment.NewerOutcomeException;
import io.caseline.cases.amendment.NotFailedException;
import io.caseline.cases.amendment.SubmissionContent;
import io.caseline.cases.amendment.UnreadableContentException;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.submissions.Submission;
import io.caseline.cases.submissions.SubmissionDetail;
import io.caseline.cases.submissions.SubmissionFilter;
import io.caseline.cases.submissions.Submissions;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Shows what the customer said to one person who has given a reason, and takes the corrections. */
@Controller
class ContentPages {
    private final AmendmentService amendments;
    private final Submissions submissions;

    ContentPages(AmendmentService amendments, Submissions submissions) {
        this.amendments = amendments;
        this.submissions = submissions;
    }

    /** A form posts it, so that no address shows content, and no link. */
    @PostMapping("/console/submissions/{id}/content")
    String view(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String reason,
            Principal user,
            Model model) {
        String why = Actions.reason(reason);
        Submission submission = find(id); // before the view: what is amended must be at least as old
        SubmissionContent content = unlessImpossible(() -> amendments.view(id, why, user.getName()));
        return form(submission, content, why, List.of(), model);
    }

    @PostMapping("/console/submissions/{id}/amend")
    String amend(
            @PathVariable UUID id,
            @ModelAttribute ContentForm form,
            @RequestParam(defaultValue = "save") String then,
            Principal user,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        String why = Actions.reason(form.reason());
        Integer attempts = form.attempts();
        if (attempts == null) {
            throw new NoSuchElementException("The form has no attempts.");
        }
        try {
            unlessImpossible(() -> {
                amendments.amend(id, form.content(), attempts, why, user.getName());
                return id;
            });
        } catch (InvalidContentException e) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            return form(find(id), form.content(), why, e.violations(), model);
        }
        if (then.equals("replay")) {
            String query = SubmissionFilter.of(id, CaseState.FAILED).query();
            return "redirect:/console/replays/new?filter=" + URLEncoder.encode(query, StandardCharsets.UTF_8)
                    + "&reason=" + URLEncoder.encode(why, StandardCharsets.UTF_8);
        }
        after.addFlashAttribute("done", "The content is amended. The submission stays failed until it is replayed.");
        return "redirect:/console/submissions/" + id;
    }

    private static String form(
            Submission submission,
            SubmissionContent content,
            String reason,
            List<InvalidContentException.Violation> violations,
            Model model) {
        model.addAttribute("submission", submission);
        model.addAttribute("values", content);
        model.addAttribute("reason", reason);
        model.addAttribute("violations", violations);
        return "console/content";
    }

    private Submission find(UUID id) {
        return submissions
                .find(id)
                .map(SubmissionDetail::submission)
                .orElseThrow(() -> new NoSuchElementException("There is no submission %s.".formatted(id)));
    }

    private static <T> T unlessImpossible(Supplier<T> action) {
        try {
            return action.get();
        } catch (NotFailedException e) {
            throw conflict(
                    "It is not failed any more",
                    "Nothing was done. Only the content of failed submissions can be seen and amended.");
        } catch (NewerOutcomeException e) {
            throw conflict(
                    "Somebody was quicker",
                    "Nothing was saved. The submission was sent meanwhile and failed again: look at its history, then start anew.");
        } catch (UnreadableContentException e) {
            throw conflict(
                    "The content cannot be read", "No key of this installation opens it. The reason is in the log.");
        }
    }

    private static Actions.RefusedException conflict(String title, String detail) {
        return new Actions.RefusedException(HttpStatus.CONFLICT, title, detail);
    }
}
