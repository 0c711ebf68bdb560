package io.caseline.sandbox.faults;

import io.caseline.sandbox.ApiException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * API calls that fail as a whole, and their error.
 *
 * @param contains text to find in the JSON of the request; the empty text matches every request
 */
public record CallFault(
        @NotNull String contains,
        @Min(400) @Max(599) int status,
        @NotBlank String errorCode,
        @NotBlank String message) {

    boolean matches(String json) {
        return json.contains(contains);
    }

    ApiException exception() {
        return new ApiException(status, errorCode, message);
    }
}
