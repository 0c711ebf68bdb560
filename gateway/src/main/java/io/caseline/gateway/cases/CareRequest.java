package io.caseline.gateway.cases;

import org.jspecify.annotations.Nullable;

/** A customer-care request as read; valid if the reader has no violations. */
record CareRequest(
        @Nullable String subject,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String customerQuestion,
        @Nullable String emailAddress,
        @Nullable String accountIdentifier,
        @Nullable String accountHolderIdentifier,
        @Nullable Phone phone,
        @Nullable Device device) {

    record Phone(@Nullable String number, @Nullable Integer type) {}

    record Device(
            @Nullable String id,
            @Nullable String make,
            @Nullable String version,
            @Nullable Integer os,
            @Nullable String osVersion) {}
}
