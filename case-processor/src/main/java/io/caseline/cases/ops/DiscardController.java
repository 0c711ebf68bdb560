package io.caseline.cases.ops;

import io.caseline.cases.discard.DiscardService;
import io.caseline.cases.submissions.SubmissionFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Discards failed submissions. */
@RestController
class DiscardController {
    private final DiscardService discards;
    private final StrictJson json;

    DiscardController(DiscardService discards, StrictJson json) {
        this.discards = discards;
        this.json = json;
    }

    record DiscardBody(
            @Nullable FilterBody filter,
            @Nullable Boolean all,
            @Nullable String reason,
            @Nullable Boolean dryRun) {}

    /** @param asOf when they were counted, by the database's clock; as the filter's end it leaves out what fails later */
    record Matching(int matching, Instant asOf) {}

    /** What a dry run counts, or what one call discarded: up to 1,000 submissions. */
    @PostMapping(path = "/ops/v1/discards", consumes = MediaType.APPLICATION_JSON_VALUE)
    Object discard(HttpServletRequest request, Principal operator) throws IOException {
        QueryParameters.none(request);
        DiscardBody body = json.read(request, DiscardBody.class);
        boolean dryRun = Boolean.TRUE.equals(body.dryRun());
        Violations violations = new Violations();
        SubmissionFilter filter = FilterBody.read(body.filter(), body.all(), violations);
        String reason = dryRun && body.reason() == null ? "" : violations.reason(body.reason());
        violations.check();
        if (dryRun) {
            Instant asOf = discards.now();
            return new Matching(discards.count(filter), asOf);
        }
        return discards.discard(filter, reason, operator.getName());
    }
}
