package io.caseline.cases.mapping;

import io.caseline.cases.mapping.UnsealedCase.Device;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of an unsealed case can go into a Salesforce field. */
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
    Object of(UnsealedCase unsealed) {
        return switch (this) {
            case SUBJECT -> Objects.requireNonNullElse(unsealed.subject(), GENERAL_SUBJECT);
            case DESCRIPTION -> unsealed.question();
            case NAME -> joined(" ", unsealed.firstName(), unsealed.lastName());
            case FIRST_NAME -> unsealed.firstName();
            case LAST_NAME -> unsealed.lastName();
            case EMAIL -> unsealed.email();
            case PHONE -> unsealed.phone();
            case PHONE_TYPE -> unsealed.phoneType();
            case ACCOUNT -> unsealed.account();
            case ACCOUNT_HOLDER -> unsealed.accountHolder();
            case DEVICE -> device(unsealed.device());
            case PROGRAM -> unsealed.programCode();
            case REQUEST_ID -> unsealed.requestId().toString();
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
