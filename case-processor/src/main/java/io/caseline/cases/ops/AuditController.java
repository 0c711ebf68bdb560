package io.caseline.cases.ops;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditLog;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows who did what, and why. */
@RestController
class AuditController {
    private final AuditLog audit;

    AuditController(AuditLog audit) {
        this.audit = audit;
    }

    /** @param next to be passed as {@code before}; null at the end */
    record AuditPage(List<AuditView> items, @Nullable Long next) {}

    record AuditView(
            long id,
            Instant at,
            String actor,
            AuditEntry.Action action,
            @Nullable String reason,
            @Nullable UUID correlationId,
            @Nullable Long replay,
            @Nullable String program,
            @Nullable String filter,
            @Nullable String result) {

        static AuditView of(AuditEntry entry) {
            return new AuditView(
                    Objects.requireNonNull(entry.id()),
                    entry.at(),
                    entry.actor(),
                    entry.action(),
                    entry.reason(),
                    entry.correlationId(),
                    entry.replay(),
                    entry.programCode(),
                    entry.filter(),
                    entry.result());
        }
    }

    @GetMapping("/ops/v1/audit")
    AuditPage audit(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request, "before", "limit", "correlationId", "replay");
        long before = parameters.before();
        int limit = parameters.limit();
        UUID correlationId = parameters.filter().uuid("correlationId");
        Long replay = parameters.filter().number("replay");
        if (correlationId != null && replay != null) {
            parameters.violations().add("replay", "must not be given together with correlationId");
        }
        parameters.violations().check();
        List<AuditView> entries = entries(before, Limit.of(limit + 1), correlationId, replay).stream()
                .map(AuditView::of)
                .toList();
        boolean more = entries.size() > limit;
        List<AuditView> page = more ? entries.subList(0, limit) : entries;
        return new AuditPage(page, more ? page.getLast().id() : null);
    }

    private List<AuditEntry> entries(long before, Limit limit, @Nullable UUID correlationId, @Nullable Long replay) {
        if (correlationId != null) {
            return audit.findByCorrelationIdAndIdLessThanOrderByIdDesc(correlationId, before, limit);
        }
        if (replay != null) {
            return audit.findByReplayAndIdLessThanOrderByIdDesc(replay, before, limit);
        }
        return audit.findByIdLessThanOrderByIdDesc(before, limit);
    }
}
