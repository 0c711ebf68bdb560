package io.caseline.cases.submissions;

import io.caseline.cases.ledger.CaseState;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Which submissions an operator means; what is null or empty does not matter.
 *
 * @param code failure code
 * @param field a Salesforce field that the failure names
 * @param since earliest time, inclusive: of the failure, of the creation or, without an outcome, of the arrival
 * @param until latest time, inclusive
 * @param replay the replay that sent it last
 */
public record SubmissionFilter(
        CaseState state,
        @Nullable String program,
        @Nullable String code,
        @Nullable String field,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String caseNumber,
        @Nullable UUID requestId,
        @Nullable Long replay,
        List<UUID> correlationIds) {

    public SubmissionFilter {
        Objects.requireNonNull(state);
        correlationIds = List.copyOf(correlationIds);
    }

    /** All in this state. */
    public static SubmissionFilter all(CaseState state) {
        return new SubmissionFilter(state, null, null, null, null, null, null, null, null, List.of());
    }

    public static SubmissionFilter of(UUID correlationId, CaseState state) {
        return new SubmissionFilter(state, null, null, null, null, null, null, null, null, List.of(correlationId));
    }

    /** Whether it leaves nothing of that state out. */
    public boolean isAll() {
        return equals(all(state));
    }

    /** The same without a latest time. */
    public SubmissionFilter openEnded() {
        return new SubmissionFilter(
                state, program, code, field, since, null, caseNumber, requestId, replay, correlationIds);
    }

    /** The column by which submissions of that state are ordered and limited in time. */
    public String timeColumn() {
        return switch (state) {
            case RECEIVED -> "entry.received_at";
            case CREATED -> "entry.created_at";
            case FAILED, DISCARDED -> "entry.updated_at";
        };
    }

    /** The condition in SQL, on {@code ledger_entry entry}, with the names of {@link #parameters}. */
    public String condition() {
        List<String> conditions = new ArrayList<>();
        conditions.add("entry.state = '" + state + "'"); // a literal, so that partial indexes are used
        add(conditions, program, "entry.program_code = :program");
        add(conditions, code, "entry.failure_code = :code");
        add(conditions, field, ":field = any(string_to_array(entry.failure_fields, ','))");
        add(conditions, since, timeColumn() + " >= :since");
        add(conditions, until, timeColumn() + " <= :until");
        add(conditions, caseNumber, "entry.case_number = :caseNumber");
        add(conditions, requestId, "entry.request_id = :requestId");
        add(conditions, replay, "entry.replay = :replay");
        if (!correlationIds.isEmpty()) {
            conditions.add("entry.correlation_id = any(:correlationIds)");
        }
        return String.join(" and ", conditions);
    }

    private static void add(List<String> conditions, @Nullable Object value, String condition) {
        if (value != null) {
            conditions.add(condition);
        }
    }

    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        put(parameters, "program", program);
        put(parameters, "code", code);
        put(parameters, "field", field);
        put(parameters, "since", since == null ? null : OffsetDateTime.ofInstant(since, ZoneOffset.UTC));
        put(parameters, "until", until == null ? null : OffsetDateTime.ofInstant(until, ZoneOffset.UTC));
        put(parameters, "caseNumber", caseNumber);
        put(parameters, "requestId", requestId);
        put(parameters, "replay", replay);
        put(parameters, "correlationIds", correlationIds.isEmpty() ? null : correlationIds.toArray(UUID[]::new));
        return parameters;
    }

    private static void put(Map<String, Object> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    /** The filter as a query string, for links and for the audit. */
    public String query() {
        StringJoiner query = new StringJoiner("&");
        query.add("state=" + state);
        append(query, "program", program);
        append(query, "code", code);
        append(query, "field", field);
        append(query, "since", since);
        append(query, "until", until);
        append(query, "caseNumber", caseNumber);
        append(query, "requestId", requestId);
        append(query, "replay", replay);
        correlationIds.forEach(id -> append(query, "correlationId", id));
        return query.toString();
    }

    /** The filter of such a query string. */
    public static SubmissionFilter parse(String query) {
        MultiValueMap<String, String> values = new LinkedMultiValueMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            values.add(
                    pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return new SubmissionFilter(
                CaseState.valueOf(Objects.requireNonNull(values.getFirst("state"))),
                values.getFirst("program"),
                values.getFirst("code"),
                values.getFirst("field"),
                parse(values, "since", Instant::parse),
                parse(values, "until", Instant::parse),
                values.getFirst("caseNumber"),
                parse(values, "requestId", UUID::fromString),
                parse(values, "replay", Long::valueOf),
                values.getOrDefault("correlationId", List.of()).stream()
                        .map(UUID::fromString)
                        .toList());
    }

    private static <T> @Nullable T parse(MultiValueMap<String, String> values, String name, Function<String, T> parse) {
        String value = values.getFirst(name);
        return value == null ? null : parse.apply(value);
    }

    private static void append(StringJoiner query, String name, @Nullable Object value) {
        if (value != null) {
            query.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
    }
}
