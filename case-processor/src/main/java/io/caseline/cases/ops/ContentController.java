package io.caseline.cases.ops;

import io.caseline.cases.amendment.AmendmentService;
import io.caseline.cases.amendment.SubmissionContent;
import io.caseline.cases.submissions.SubmissionDetail;
import io.caseline.cases.submissions.Submissions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows and replaces what the customer said in a failed submission. The only endpoint with personal data. */
@RestController
@RequestMapping("/ops/v1/submissions/{correlationId}/content")
class ContentController {
    private final Submissions submissions;
    private final AmendmentService amendments;
    private final StrictJson json;

    ContentController(Submissions submissions, AmendmentService amendments, StrictJson json) {
        this.submissions = submissions;
        this.amendments = amendments;
        this.json = json;
    }

    /** @param attempts outcomes that the person has seen; to be sent back with the new content */
    record ContentView(SubmissionContent content, int attempts) {}

    /** The reason is a parameter, or a header, which no log of addresses shows. */
    @GetMapping
    ContentView view(@PathVariable UUID correlationId, HttpServletRequest request, Principal operator) {
        QueryParameters parameters = QueryParameters.of(request, "reason");
        String parameter = parameters.text("reason");
        String reason = parameters.violations().reason(parameter == null ? request.getHeader("Reason") : parameter);
        parameters.violations().check();
        int attempts = submissions
                .find(correlationId)
                .map(SubmissionDetail::submission)
                .orElseThrow(() -> new NoSuchElementException("There is no submission " + correlationId))
                .attempts();
        return new ContentView(amendments.view(correlationId, reason, operator.getName()), attempts);
    }

    record AmendmentBody(
            @Nullable SubmissionContent content,
            @Nullable Integer attempts,
            @Nullable String reason) {}

    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void amend(@PathVariable UUID correlationId, HttpServletRequest request, Principal operator) throws IOException {
        QueryParameters.none(request);
        AmendmentBody body = json.read(request, AmendmentBody.class);
        Violations violations = new Violations();
        String reason = violations.reason(body.reason());
        SubmissionContent content = body.content();
        Integer attempts = body.attempts();
        if (content == null) {
            violations.add("content", "is required");
        }
        if (attempts == null) {
            violations.add("attempts", "is required");
        }
        violations.check();
        if (content != null && attempts != null) {
            amendments.amend(correlationId, content, attempts, reason, operator.getName());
        }
    }
}
