package io.caseline.local.demo;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A line of {@code cases.ndjson}: a customer-care case as a partner's app sends it, and the expected response.
 *
 * @param what what the sample shows
 * @param requestId {@code X-GD-RequestId}; a new GUID if left out, no header if empty
 * @param bearer whose token is sent; the partner's if left out
 * @param prefer the {@code Prefer} header
 * @param body the request body
 * @param raw the request body where it is not JSON
 * @param twice whether the request is sent again, for the same response
 */
record CaseSample(
        String what,
        String program,
        @Nullable String requestId,
        @Nullable Bearer bearer,
        @Nullable String prefer,
        @Nullable JsonNode body,
        @Nullable String raw,
        boolean twice,
        Expected expect) {

    enum Bearer {
        PARTNER,
        /** Has a token without programs. */
        STRANGER,
        NOBODY
    }

    /**
     * @param status the HTTP status; left out where 200 and 202 are both right
     * @param code the code of the first response detail
     * @param outcome of an accepted case: Created or Failed
     * @param reason of the failure
     */
    record Expected(
            @Nullable Integer status,
            @Nullable Integer code,
            @Nullable String outcome,
            @Nullable String reason) {}

    String content() {
        return raw != null
                ? raw
                : Objects.requireNonNull(body, "neither body nor raw").toString();
    }
}
