package io.caseline.cases.ops;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.DISCARDED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.caseline.cases.submissions.Cursor;
import io.caseline.cases.submissions.Groups;
import io.caseline.cases.submissions.HistoryEntry;
import io.caseline.cases.submissions.Page;
import io.caseline.cases.submissions.Submission;
import io.caseline.cases.submissions.SubmissionFilter;
import io.caseline.cases.submissions.Submissions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows submissions, one by one or by reason. */
@RestController
@RequestMapping("/ops/v1/submissions")
class SubmissionController {
    private final Submissions submissions;

    SubmissionController(Submissions submissions) {
        this.submissions = submissions;
    }

    record PageView(List<Submission> items, @Nullable String next) {
        static PageView of(Page page) {
            Cursor next = page.next();
            return new PageView(page.items(), next == null ? null : next.toString());
        }
    }

    record DetailView(
            @JsonUnwrapped Submission submission, @Nullable String salesforceId, List<HistoryEntry> history) {}

    @GetMapping
    PageView list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.withFilter(request, "limit", "cursor");
        SubmissionFilter filter = parameters.filter().read(FAILED, CREATED, RECEIVED, DISCARDED);
        int limit = parameters.limit();
        Cursor cursor = cursor(parameters);
        parameters.violations().check();
        return PageView.of(submissions.list(filter, cursor, limit));
    }

    private static @Nullable Cursor cursor(QueryParameters parameters) {
        String text = parameters.text("cursor");
        try {
            return text == null ? null : Cursor.parse(text);
        } catch (IllegalArgumentException e) {
            parameters.violations().add("cursor", "is not one that a list has given");
            return null;
        }
    }

    @GetMapping("/groups")
    Groups groups(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.withFilter(request);
        SubmissionFilter filter = parameters.filter().read(FAILED, DISCARDED);
        parameters.violations().check();
        return submissions.groups(filter);
    }

    @GetMapping("/{correlationId}")
    DetailView submission(@PathVariable UUID correlationId, HttpServletRequest request) {
        QueryParameters.none(request);
        return submissions
                .find(correlationId)
                .map(found -> new DetailView(found.submission(), found.salesforceId(), found.history()))
                .orElseThrow(() -> new NoSuchElementException("There is no submission " + correlationId));
    }
}
