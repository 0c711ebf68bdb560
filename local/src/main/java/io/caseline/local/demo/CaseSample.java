package io.caseline.local.demo;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One line of {@code cases.ndjson}: a customer-care case as a partner's app sends it, and the answer it should get.
 *
 * @param what what the line shows
 * @param requestId {@code X-GD-RequestId}; a new GUID if left out, no header if empty
 * @param bearer whose token goes with it; the partner's if left out
 * @param prefer the {@code Prefer} header
 * @param body the request body
 * @param raw the request body where it is not JSON
 * @param twice whether the same request goes out again, for the same answer
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
        /** Holds a token that is for no program. */
        STRANGER,
        NOBODY
    }

    /**
     * @param status the HTTP status; left out where a case should be created, by whichever of 200 and 202
     * @param code the code of the first response detail
     * @param outcome what becomes of an accepted case: Created or Failed
     * @param reason why it failed
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
