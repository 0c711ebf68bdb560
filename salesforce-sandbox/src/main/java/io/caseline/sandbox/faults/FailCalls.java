package io.caseline.sandbox.faults;

import io.caseline.sandbox.ApiException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * Which API calls fail as a whole, and how.
 *
 * @param contains a part of the request's JSON; an empty one is part of every request
 */
public record FailCalls(
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
