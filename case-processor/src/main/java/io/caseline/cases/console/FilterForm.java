package io.caseline.cases.console;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.submissions.SubmissionFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The filter of the list as its address and its form have it. Times are UTC; what is empty does not matter. */
record FilterForm(
        @Nullable String state,
        @Nullable String program,
        @Nullable String code,
        @Nullable String field,
        @Nullable String since,
        @Nullable String until,
        @Nullable String caseNumber,
        @Nullable String requestId,
        @Nullable String replay,
        @Nullable List<String> correlationId) {

    /** @param errors by field; the filter leaves out what is wrong */
    record Parsed(SubmissionFilter filter, Map<String, String> errors) {}

    Parsed parse() {
        Map<String, String> errors = new LinkedHashMap<>();
        CaseState parsedState = parse(errors, "state", state, CaseState::valueOf, "There is no such state.");
        SubmissionFilter filter = new SubmissionFilter(
                parsedState == null ? CaseState.FAILED : parsedState,
                text(program),
                text(code),
                text(field),
                parse(errors, "since", since, FilterForm::time, "This is no time, such as 2026-01-31T12:00."),
                parse(errors, "until", until, FilterForm::time, "This is no time, such as 2026-01-31T12:00."),
                text(caseNumber),
                parse(errors, "requestId", requestId, UUID::fromString, "A request id is a GUID."),
                parse(errors, "replay", replay, Long::valueOf, "The number of a replay."),
                ids(errors));
        return new Parsed(filter, errors);
    }

    private List<UUID> ids(Map<String, String> errors) {
        if (correlationId == null) {
            return List.of();
        }
        return correlationId.stream()
                .filter(id -> !id.isBlank())
                .map(id -> parse(errors, "correlationId", id, UUID::fromString, "A correlation id is a GUID."))
                .filter(id -> id != null)
                .toList();
    }

    private static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static <T> @Nullable T parse(
            Map<String, String> errors,
            String field,
            @Nullable String value,
            Function<String, T> parser,
            String error) {
        String text = text(value);
        if (text == null) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            errors.put(field, error);
            return null;
        }
    }

    static Instant time(String text) {
        return text.endsWith("Z")
                ? Instant.parse(text)
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    /** As an input of a form shows it. */
    static String local(@Nullable Instant time) {
        return time == null
                ? ""
                : LocalDateTime.ofInstant(time, ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString();
    }
}
