package io.caseline.sandbox.faults;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.RecordError;
import io.caseline.sandbox.cases.RecordInput;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records that fail, and their error.
 *
 * @param whole {@code equals} in JSON: the whole value; either this or {@code contains} is required
 * @param contains text to find in the value; the empty text matches every record
 * @param fields the fields that the error names; optional
 */
public record RecordFault(
        @NotNull CaseField field,
        @JsonProperty("equals") @Nullable String whole,
        @Nullable String contains,
        @NotBlank String statusCode,
        @NotBlank String message,
        @Nullable List<String> fields) {

    public RecordFault {
        if ((whole == null) == (contains == null)) {
            throw new IllegalArgumentException("Either equals or contains is required");
        }
    }

    boolean matches(RecordInput input) {
        String value = Objects.toString(input.values().get(field), "");
        return contains == null ? value.equals(whole) : value.contains(contains);
    }

    RecordError error() {
        return new RecordError(statusCode, message, Objects.requireNonNullElse(fields, List.of()));
    }
}
