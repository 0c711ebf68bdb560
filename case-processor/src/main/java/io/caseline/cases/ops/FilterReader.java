package io.caseline.cases.ops;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.submissions.SubmissionFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a filter from texts, those of a query or of a body, and says which of them is wrong. */
final class FilterReader {
    static final Set<String> NAMES = Set.of(
            "state",
            "program",
            "code",
            "field",
            "since",
            "until",
            "caseNumber",
            "requestId",
            "correlationId",
            "replay");

    private static final int MOST_IDS = 1000;
    private static final Pattern NAME = Pattern.compile("[\\w.:-]{1,255}");
    private static final Pattern UUID_FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Map<String, List<String>> values;
    private final String prefix;
    private final Violations violations;

    /** @param prefix of the fields' names in violations */
    FilterReader(Map<String, List<String>> values, String prefix, Violations violations) {
        this.values = values;
        this.prefix = prefix;
        this.violations = violations;
    }

    /** @param allowed states that can be meant; the first is the default */
    SubmissionFilter read(CaseState... allowed) {
        CaseState state = state(allowed);
        String code = name("code");
        String field = name("field");
        if (state == CaseState.CREATED && code != null) {
            add("code", "does not apply to CREATED submissions");
        }
        if (state == CaseState.CREATED && field != null) {
            add("field", "does not apply to CREATED submissions");
        }
        Instant since = instant("since");
        Instant until = instant("until");
        if (since != null && until != null && since.isAfter(until)) {
            add("until", "must not be before since");
        }
        return new SubmissionFilter(
                state,
                name("program"),
                code,
                field,
                since,
                until,
                name("caseNumber"),
                uuid("requestId"),
                number("replay"),
                correlationIds());
    }

    private CaseState state(CaseState... allowed) {
        String text = text("state");
        if (text == null) {
            return allowed[0];
        }
        return Arrays.stream(allowed)
                .filter(state -> state.name().equals(text))
                .findFirst()
                .orElseGet(() -> {
                    add(
                            "state",
                            "must be "
                                    + String.join(
                                            ", ",
                                            Arrays.stream(allowed)
                                                    .map(Enum::name)
                                                    .toList()));
                    return allowed[0];
                });
    }

    @Nullable
    String name(String name) {
        String text = text(name);
        if (text != null && !NAME.matcher(text).matches()) {
            add(name, "must have 1 to 255 letters, digits and - _ . :");
            return null;
        }
        return text;
    }

    @Nullable
    Long number(String name) {
        return parse(name, "must be a positive number", text -> {
            long number = Long.parseLong(text);
            if (number < 1) {
                throw new NumberFormatException();
            }
            return number;
        });
    }

    @Nullable
    Instant instant(String name) {
        return parse(name, "must be a time such as 2026-01-31T08:30:00Z", text -> {
            Instant instant = Instant.parse(text);
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw new DateTimeException("out of range");
            }
            return instant;
        });
    }

    @Nullable
    UUID uuid(String name) {
        return parse(name, "must be a UUID", FilterReader::uuidOf);
    }

    private List<UUID> correlationIds() {
        String name = values.containsKey("correlationIds") ? "correlationIds" : "correlationId";
        List<String> texts = values.getOrDefault(name, List.of());
        if (texts.size() > MOST_IDS) {
            add(name, "must be at most " + MOST_IDS);
            return List.of();
        }
        try {
            return texts.stream().map(FilterReader::uuidOf).distinct().toList();
        } catch (IllegalArgumentException e) {
            add(name, "must be a UUID");
            return List.of();
        }
    }

    /** Unlike {@link UUID#fromString} it takes no short forms. */
    private static UUID uuidOf(@Nullable String text) {
        if (!UUID_FORM.matcher(Objects.requireNonNullElse(text, "")).matches()) {
            throw new IllegalArgumentException("not a UUID");
        }
        return UUID.fromString(text);
    }

    private <T> @Nullable T parse(String name, String rule, Function<String, T> parser) {
        String text = text(name);
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            add(name, rule);
            return null;
        }
    }

    /** Null if it is not there. */
    @Nullable
    String text(String name) {
        List<String> texts = values.getOrDefault(name, List.of());
        if (texts.size() > 1) {
            add(name, "must be given once");
        }
        return texts.isEmpty() ? null : texts.getFirst();
    }

    private void add(String name, String message) {
        violations.add(prefix + name, message);
    }
}
