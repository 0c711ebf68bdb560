package io.caseline.cli.operations;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A submission, as the API lists it; with its history if it is asked for by its id. */
record Submission(
        String correlationId,
        @Nullable String program,
        @Nullable String requestId,
        String state,
        int attempts,
        int replays,
        boolean quarantined,
        @Nullable String caseNumber,
        @Nullable String failureCode,
        @Nullable List<String> failureFields,
        @Nullable String receivedAt,
        @Nullable String updatedAt,
        @Nullable Long replay,
        @Nullable List<Entry> history) {

    @Override
    public List<String> failureFields() {
        return Objects.requireNonNullElse(failureFields, List.of());
    }

    @Override
    public List<Entry> history() {
        return Objects.requireNonNullElse(history, List.of());
    }

    /** One thing that happened to it. */
    record Entry(
            String at,
            String type,
            @Nullable Integer attempt,
            @Nullable String code,
            @Nullable List<String> fields,
            @Nullable String caseNumber,
            @Nullable Long replay,
            @Nullable String actor,
            @Nullable String reason,
            @Nullable String detail,
            @Nullable String eventId) {}
}
