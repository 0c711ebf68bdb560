package io.caseline.sandbox.faults;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.Draft;
import io.caseline.sandbox.cases.RecordError;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which records fail, and how.
 *
 * @param whole in JSON {@code equals}: what the value is; either this or {@code contains}
 * @param contains a part of the value; an empty one is part of every value, even of none
 * @param fields the fields that the error names; none if it is left out
 */
public record FailRecords(
        @NotNull CaseField field,
        @JsonProperty("equals") @Nullable String whole,
        @Nullable String contains,
        @NotBlank String statusCode,
        @NotBlank String message,
        @Nullable List<String> fields) {

    public FailRecords {
        if ((whole == null) == (contains == null)) {
            throw new IllegalArgumentException("needs either equals or contains");
        }
    }

    boolean matches(Draft draft) {
        String value = Objects.toString(draft.values().get(field), "");
        return contains == null ? value.equals(whole) : value.contains(contains);
    }

    RecordError error() {
        return new RecordError(statusCode, message, Objects.requireNonNullElse(fields, List.of()));
    }
}
