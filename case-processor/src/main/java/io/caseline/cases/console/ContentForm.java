package io.caseline.cases.console;

import io.caseline.cases.amendment.SubmissionContent;
import org.jspecify.annotations.Nullable;

/** The fields of the amend form. An empty field counts as not given. The content never appears in an address or a session. */
record ContentForm(
        @Nullable String subject,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String customerQuestion,
        @Nullable String emailAddress,
        @Nullable String accountIdentifier,
        @Nullable String accountHolderIdentifier,
        @Nullable String phoneNumber,
        @Nullable Integer phoneType,
        @Nullable String deviceId,
        @Nullable String deviceMake,
        @Nullable String deviceVersion,
        @Nullable Integer deviceOs,
        @Nullable String deviceOsVersion,
        @Nullable Integer attempts,
        @Nullable String reason) {

    SubmissionContent content() {
        return new SubmissionContent(
                text(subject),
                text(firstName),
                text(lastName),
                text(customerQuestion),
                text(emailAddress),
                text(accountIdentifier),
                text(accountHolderIdentifier),
                text(phoneNumber),
                phoneType,
                text(deviceId),
                text(deviceMake),
                text(deviceVersion),
                deviceOs,
                text(deviceOsVersion));
    }

    /** Browsers send line ends of a text area as CR LF. */
    private static @Nullable String text(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value.replace("\r\n", "\n");
    }

    /** Keeps personal data out of every log. */
    @Override
    public String toString() {
        return "ContentForm[]";
    }
}
