package io.caseline.cases.console;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.submissions.Cursor;
import io.caseline.cases.submissions.Groups;
import io.caseline.cases.submissions.Page;
import io.caseline.cases.submissions.Submission;
import io.caseline.cases.submissions.SubmissionFilter;
import io.caseline.cases.submissions.Submissions;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of submissions, in groups and one by one. The filter is in the address. */
@Controller
class SubmissionListPage {
    private static final int PAGE = 50;

    private final Submissions submissions;

    SubmissionListPage(Submissions submissions) {
        this.submissions = submissions;
    }

    @GetMapping("/console/submissions")
    String list(
            @ModelAttribute("form") FilterForm form,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        FilterForm.Parsed parsed = form.parse();
        SubmissionFilter filter = parsed.filter();
        boolean isFirstPage = cursor == null || cursor.isEmpty();
        model.addAttribute("filter", FilterView.of(filter));
        model.addAttribute("since", FilterForm.local(filter.since()));
        model.addAttribute("until", FilterForm.local(filter.until()));
        model.addAttribute("errors", parsed.errors());
        model.addAttribute("states", CaseState.values());
        model.addAttribute("isFirstPage", isFirstPage);
        if (!parsed.errors().isEmpty()) {
            model.addAttribute("page", new Page(List.of(), null));
            model.addAttribute("groups", new Groups(0, List.of()));
            return "console/submissions";
        }
        model.addAttribute("page", submissions.list(filter, isFirstPage ? null : cursor(cursor), PAGE));
        boolean grouped = filter.state() == CaseState.FAILED;
        model.addAttribute("groups", grouped ? submissions.groups(filter) : new Groups(0, List.of()));
        return "console/submissions";
    }

    private static Cursor cursor(@Nullable String text) {
        try {
            return Cursor.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw new Actions.RefusedException(
                    HttpStatus.BAD_REQUEST, "There is no such page", "Start at the first page of the list.");
        }
    }

    /** By the id or number that somebody has at hand, whichever it is. */
    @GetMapping("/console/find")
    String find(@RequestParam String q, Model model) {
        String text = q.strip();
        List<Submission> found = isGuid(text) ? byId(UUID.fromString(text)) : byCaseNumber(text);
        if (found.size() == 1) {
            return "redirect:/console/submissions/" + found.getFirst().correlationId();
        }
        model.addAttribute("q", text);
        model.addAttribute("found", found);
        return "console/find";
    }

    private static boolean isGuid(String text) {
        return text.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    private List<Submission> byId(UUID id) {
        return submissions
                .find(id)
                .map(detail -> List.of(detail.submission()))
                .orElseGet(() -> inAnyState(
                        state -> new SubmissionFilter(state, null, null, null, null, null, null, id, null, List.of())));
    }

    private List<Submission> byCaseNumber(String number) {
        return inAnyState(
                state -> new SubmissionFilter(state, null, null, null, null, null, number, null, null, List.of()));
    }

    private List<Submission> inAnyState(Function<CaseState, SubmissionFilter> filter) {
        return Stream.of(CaseState.values())
                .flatMap(state -> submissions.list(filter.apply(state), null, PAGE).items().stream())
                .toList();
    }
}
