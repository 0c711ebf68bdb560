package io.caseline.cases.ops;

import io.caseline.cases.replay.Canary;
import io.caseline.cases.replay.Replay;
import io.caseline.cases.replay.ReplayRequest;
import io.caseline.cases.replay.ReplayService;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Starts replays, shows their progress, and lets operators stop them. */
@RestController
@RequestMapping("/ops/v1/replays")
class ReplayController {
    private static final int FASTEST = 10_000;
    private static final int LARGEST = 10_000_000;

    private final ReplayService replays;
    private final ProgressStreams streams;
    private final StrictJson json;

    ReplayController(ReplayService replays, ProgressStreams streams, StrictJson json) {
        this.replays = replays;
        this.streams = streams;
        this.json = json;
    }

    record CanaryBody(@Nullable Integer size, @Nullable Integer percent) {

        static @Nullable Canary read(@Nullable CanaryBody body, Violations violations) {
            if (body == null) {
                return null;
            }
            Integer size = body.size();
            Integer percent = body.percent();
            if (size == null || percent == null) {
                violations.add("canary", "must have size and percent");
                return null;
            }
            violations.range("canary.size", size, 1, FASTEST);
            violations.range("canary.percent", percent, 1, 100);
            return new Canary(size, percent);
        }
    }

    record ReplayBody(
            @Nullable FilterBody filter,
            @Nullable Boolean all,
            @Nullable String reason,
            @Nullable Integer rate,
            @Nullable Integer limit,
            @Nullable CanaryBody canary,
            @Nullable Boolean includeQuarantined,
            @Nullable Boolean dryRun) {

        boolean isDryRun() {
            return Boolean.TRUE.equals(dryRun);
        }

        /** A dry run needs no reason. */
        ReplayRequest request() {
            Violations violations = new Violations();
            ReplayRequest request = new ReplayRequest(
                    FilterBody.read(filter, all, violations),
                    isDryRun() && reason == null ? "" : violations.reason(reason),
                    rate,
                    limit,
                    CanaryBody.read(canary, violations),
                    Boolean.TRUE.equals(includeQuarantined));
            violations.range("rate", rate, 1, FASTEST);
            violations.range("limit", limit, 1, LARGEST);
            violations.check();
            return request;
        }
    }

    /** What a dry run counts, or 201 with the replay. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> start(HttpServletRequest request, Principal operator) throws IOException {
        QueryParameters.none(request);
        ReplayBody body = json.read(request, ReplayBody.class);
        ReplayRequest wanted = body.request();
        if (body.isDryRun()) {
            return ResponseEntity.ok(replays.dryRun(wanted));
        }
        Replay replay = replays.start(wanted, operator.getName());
        return ResponseEntity.created(URI.create("/ops/v1/replays/" + replay.id()))
                .body(ReplayView.of(replay, replays.progress(replay.id())));
    }

    /** @param next to be passed as {@code before}; null at the end */
    record ReplayPage(List<ReplayView> items, @Nullable Long next) {}

    @GetMapping
    ReplayPage list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request, "before", "limit");
        long before = parameters.before();
        int limit = parameters.limit();
        parameters.violations().check();
        List<ReplayView> found =
                replays.list(before, limit + 1).stream().map(ReplayView::of).toList();
        boolean more = found.size() > limit;
        List<ReplayView> page = more ? found.subList(0, limit) : found;
        return new ReplayPage(page, more ? page.getLast().id() : null);
    }

    @GetMapping("/{id}")
    ReplayView replay(@PathVariable long id, HttpServletRequest request) {
        QueryParameters.none(request);
        return ReplayView.of(id, replays);
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events(@PathVariable long id, HttpServletRequest request) {
        QueryParameters.none(request);
        return streams.open(id);
    }

    record ReasonBody(@Nullable String reason) {
        String checked() {
            Violations violations = new Violations();
            String checked = violations.reason(reason);
            violations.check();
            return checked;
        }
    }

    @PostMapping(path = "/{id}/pause", consumes = MediaType.APPLICATION_JSON_VALUE)
    ReplayView pause(@PathVariable long id, HttpServletRequest request, Principal operator) throws IOException {
        return changed(replays.pause(id, reason(request), operator.getName()));
    }

    @PostMapping(path = "/{id}/resume", consumes = MediaType.APPLICATION_JSON_VALUE)
    ReplayView resume(@PathVariable long id, HttpServletRequest request, Principal operator) throws IOException {
        return changed(replays.resume(id, reason(request), operator.getName()));
    }

    @PostMapping(path = "/{id}/cancel", consumes = MediaType.APPLICATION_JSON_VALUE)
    ReplayView cancel(@PathVariable long id, HttpServletRequest request, Principal operator) throws IOException {
        return changed(replays.cancel(id, reason(request), operator.getName()));
    }

    private String reason(HttpServletRequest request) throws IOException {
        QueryParameters.none(request);
        return json.read(request, ReasonBody.class).checked();
    }

    private ReplayView changed(Replay replay) {
        return ReplayView.of(replay, replays.progress(replay.id()));
    }
}
