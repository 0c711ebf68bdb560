package io.caseline.cases.mapping;

import io.caseline.cases.mapping.CareRequest.Device;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of a care request can go into a Salesforce field. */
public enum Source {
    /** The subject, or a general one: an agent's list shows little else. */
    SUBJECT,
    /** The question, and whatever is too long for its own field. */
    DESCRIPTION,
    NAME,
    FIRST_NAME,
    LAST_NAME,
    EMAIL,
    PHONE,
    PHONE_TYPE,
    ACCOUNT,
    ACCOUNT_HOLDER,
    DEVICE,
    PROGRAM,
    REQUEST_ID,
    /** Removes a default mapping. */
    NOTHING;

    static final String GENERAL_SUBJECT = "Customer care request";

    @Nullable
    Object of(CareRequest request) {
        return switch (this) {
            case SUBJECT -> Objects.requireNonNullElse(request.subject(), GENERAL_SUBJECT);
            case DESCRIPTION -> request.question();
            case NAME -> joined(" ", request.firstName(), request.lastName());
            case FIRST_NAME -> request.firstName();
            case LAST_NAME -> request.lastName();
            case EMAIL -> request.email();
            case PHONE -> request.phone();
            case PHONE_TYPE -> request.phoneType();
            case ACCOUNT -> request.account();
            case ACCOUNT_HOLDER -> request.accountHolder();
            case DEVICE -> device(request.device());
            case PROGRAM -> request.programCode();
            case REQUEST_ID -> request.requestId().toString();
            case NOTHING -> null;
        };
    }

    /** Whether a case is complete without it: if Salesforce refuses it, it goes into the description. */
    boolean isSide() {
        return switch (this) {
            case NAME, FIRST_NAME, LAST_NAME, EMAIL, PHONE, PHONE_TYPE, ACCOUNT, ACCOUNT_HOLDER, DEVICE -> true;
            case SUBJECT, DESCRIPTION, PROGRAM, REQUEST_ID, NOTHING -> false;
        };
    }

    boolean isNumber() {
        return this == PHONE_TYPE;
    }

    private static @Nullable String device(Device device) {
        return joined(
                "; ",
                device.make(),
                device.version(),
                device.os() == null ? null : "OS " + device.os(),
                device.osVersion(),
                device.id() == null ? null : "id " + device.id());
    }

    private static @Nullable String joined(String separator, @Nullable String... parts) {
        String joined = Stream.of(parts)
                .filter(part -> part != null && !part.isBlank())
                .map(String::strip)
                .collect(Collectors.joining(separator));
        return joined.isEmpty() ? null : joined;
    }
}
