package io.caseline.cases.ops;

import io.caseline.cases.ops.ReplayController.CanaryBody;
import io.caseline.cases.replay.Canary;
import io.caseline.cases.replay.Replay;
import io.caseline.cases.replay.ReplayService;
import io.caseline.cases.replay.WindowReplayRequest;
import io.caseline.cases.replay.WindowReplayService;
import io.caseline.cases.replay.WindowSearch;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Replays a time window, for an org that was restored from a backup. Pause, resume and cancel are those of any replay. */
@RestController
@RequestMapping("/ops/v1/window-replays")
class WindowReplayController {
    private static final int FASTEST = 10_000;
    private static final int LONGEST_PROGRAM = 100;

    private final WindowReplayService windows;
    private final ReplayService replays;
    private final StrictJson json;

    WindowReplayController(WindowReplayService windows, ReplayService replays, StrictJson json) {
        this.windows = windows;
        this.replays = replays;
        this.json = json;
    }

    record WindowReplayBody(
            @Nullable String from,
            @Nullable String to,
            @Nullable String program,
            @Nullable String reason,
            @Nullable Integer rate,
            @Nullable CanaryBody canary,
            @Nullable Boolean dryRun) {

        WindowReplayRequest request() {
            Violations violations = new Violations();
            Instant first = time("from", from, violations);
            Instant last = time("to", to, violations);
            if (!first.isBefore(last)) {
                violations.add("from", "must be before to");
            }
            if (program != null && (program.isBlank() || program.length() > LONGEST_PROGRAM)) {
                violations.add("program", "must have 1 to %d characters".formatted(LONGEST_PROGRAM));
            }
            boolean counts = Boolean.TRUE.equals(dryRun);
            String why = counts && reason == null ? "Dry run" : violations.reason(reason);
            Canary probe = CanaryBody.read(canary, violations);
            violations.range("rate", rate, 1, FASTEST);
            violations.check();
            return new WindowReplayRequest(first, last, program, why, rate, probe, counts);
        }

        private static Instant time(String field, @Nullable String value, Violations violations) {
            if (value == null) {
                violations.add(field, "is required");
                return field.equals("from") ? Instant.MIN : Instant.MAX;
            }
            try {
                return OffsetDateTime.parse(value).toInstant();
            } catch (DateTimeParseException e) {
                violations.add(field, "must be a time with an offset, such as 2026-01-31T08:30:00Z");
                return field.equals("from") ? Instant.MIN : Instant.MAX;
            }
        }
    }

    /**
     * @param commands read in the window
     * @param existing those whose case is in the org
     * @param missing those whose case is no longer in the org
     * @param open those without an outcome
     * @param logStartsAt the first time that Kafka still has, if it is after {@code from}
     * @param problem why the search waits
     */
    record WindowView(
            Instant from,
            Instant to,
            @Nullable String program,
            boolean dryRun,
            long commands,
            long existing,
            long missing,
            long open,
            long failed,
            long discarded,
            @Nullable Instant logStartsAt,
            @Nullable String problem) {

        static WindowView of(WindowSearch search) {
            return new WindowView(
                    search.from(),
                    search.to(),
                    search.program(),
                    search.dryRun(),
                    search.commands(),
                    search.existing(),
                    search.missing(),
                    search.open(),
                    search.failed(),
                    search.discarded(),
                    search.logStartsAt(),
                    search.problem());
        }
    }

    record WindowReplayView(ReplayView replay, WindowView window) {}

    /** The search has started; a dry run ends with it. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<WindowReplayView> start(HttpServletRequest request, Principal operator) throws IOException {
        QueryParameters.none(request);
        Replay replay = windows.start(json.read(request, WindowReplayBody.class).request(), operator.getName());
        return ResponseEntity.created(URI.create("/ops/v1/window-replays/" + replay.id()))
                .body(view(replay.id()));
    }

    @GetMapping("/{id}")
    WindowReplayView replay(@PathVariable long id, HttpServletRequest request) {
        QueryParameters.none(request);
        return view(id);
    }

    private WindowReplayView view(long id) {
        WindowSearch search = windows.search(id)
                .orElseThrow(() -> new NoSuchElementException("There is no window replay %d".formatted(id)));
        return new WindowReplayView(ReplayView.of(id, replays), WindowView.of(search));
    }
}
