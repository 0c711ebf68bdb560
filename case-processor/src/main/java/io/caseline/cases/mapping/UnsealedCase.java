package io.caseline.cases.mapping;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the customer said, unsealed. It exists in memory only, until it is sent to Salesforce. */
public record UnsealedCase(
        UUID correlationId,
        String programCode,
        UUID requestId,
        @Nullable String subject,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String question,
        @Nullable String email,
        @Nullable String account,
        @Nullable String accountHolder,
        @Nullable String phone,
        @Nullable Integer phoneType,
        Device device) {

    /** @param os the operating system, the partner's code */
    public record Device(
            @Nullable String id,
            @Nullable String make,
            @Nullable String version,
            @Nullable Integer os,
            @Nullable String osVersion) {}

    /** Keeps personal data out of every log. */
    @Override
    public String toString() {
        return "UnsealedCase[" + correlationId + "]";
    }
}
