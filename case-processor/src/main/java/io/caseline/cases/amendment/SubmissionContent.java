package io.caseline.cases.amendment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the customer said in a submission, unsealed for one person. The names are those of the partner's request, with
 * phoneNumbers and device flattened.
 *
 * @param phoneType the partner's code
 * @param deviceOs the operating system, the partner's code
 */
public record SubmissionContent(
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
        @Nullable String deviceOsVersion) {

    /** The names of the fields whose values differ. */
    List<String> changedFrom(SubmissionContent other) {
        List<String> changed = new ArrayList<>();
        addIfChanged(changed, "subject", subject, other.subject);
        addIfChanged(changed, "firstName", firstName, other.firstName);
        addIfChanged(changed, "lastName", lastName, other.lastName);
        addIfChanged(changed, "customerQuestion", customerQuestion, other.customerQuestion);
        addIfChanged(changed, "emailAddress", emailAddress, other.emailAddress);
        addIfChanged(changed, "accountIdentifier", accountIdentifier, other.accountIdentifier);
        addIfChanged(changed, "accountHolderIdentifier", accountHolderIdentifier, other.accountHolderIdentifier);
        addIfChanged(changed, "phoneNumber", phoneNumber, other.phoneNumber);
        addIfChanged(changed, "phoneType", phoneType, other.phoneType);
        addIfChanged(changed, "deviceId", deviceId, other.deviceId);
        addIfChanged(changed, "deviceMake", deviceMake, other.deviceMake);
        addIfChanged(changed, "deviceVersion", deviceVersion, other.deviceVersion);
        addIfChanged(changed, "deviceOs", deviceOs, other.deviceOs);
        addIfChanged(changed, "deviceOsVersion", deviceOsVersion, other.deviceOsVersion);
        return changed;
    }

    private static void addIfChanged(
            List<String> changed, String field, @Nullable Object value, @Nullable Object otherValue) {
        if (!Objects.equals(value, otherValue)) {
            changed.add(field);
        }
    }

    /** Keeps personal data out of every log. */
    @Override
    public String toString() {
        return "SubmissionContent[]";
    }
}
