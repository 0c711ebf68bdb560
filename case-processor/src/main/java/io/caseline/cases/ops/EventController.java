package io.caseline.cases.ops;

import io.caseline.cases.republish.EventPosition;
import io.caseline.cases.republish.EventSpan;
import io.caseline.cases.republish.PastEvents;
import io.caseline.cases.republish.PastEvents.EventPage;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives events that were published, for whoever writes them into another topic. */
@RestController
@RequestMapping("/ops/v1/events")
class EventController {
    /** A transaction that began before may still be open, and its event come in between. */
    private static final Duration OPEN = Duration.ofMinutes(1);

    private final PastEvents events;
    private final InstantSource clock;

    EventController(PastEvents events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /** @param to the end of the time that was counted */
    record CountView(long events, Instant to) {}

    @GetMapping
    EventPage list(HttpServletRequest request, Principal operator) {
        QueryParameters parameters = QueryParameters.of(request, "from", "to", "program", "limit", "cursor");
        EventSpan span = span(parameters);
        int limit = parameters.limit();
        EventPosition after = cursor(parameters);
        parameters.violations().check();
        return events.page(span, after, limit, operator.getName());
    }

    @GetMapping("/count")
    CountView count(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request, "from", "to", "program");
        EventSpan span = span(parameters);
        parameters.violations().check();
        return new CountView(events.count(span), span.to());
    }

    private EventSpan span(QueryParameters parameters) {
        Instant from = parameters.filter().instant("from");
        Instant to = parameters.filter().instant("to");
        String program = parameters.filter().name("program");
        if (parameters.text("from") == null) {
            parameters.violations().add("from", "is required");
        }
        Instant end = to == null ? clock.instant().minus(OPEN) : to;
        if (from != null && to != null && from.isAfter(to)) {
            parameters.violations().add("to", "must not be before from");
        }
        return new EventSpan(Objects.requireNonNullElse(from, end), end, program);
    }

    private static @Nullable EventPosition cursor(QueryParameters parameters) {
        String text = parameters.text("cursor");
        try {
            return text == null ? null : EventPosition.parse(text);
        } catch (IllegalArgumentException e) {
            parameters.violations().add("cursor", "is not one that a page has given");
            return null;
        }
    }
}
