package io.caseline.cases.amendment;

import io.caseline.cases.amendment.InvalidContentException.Violation;
import io.caseline.schemas.CareCaseRules;
import io.caseline.schemas.CareCaseRules.Length;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gateway's rules for a request's fields, without what it requires of single programs. */
final class ContentRules {
    private static final Length QUESTION = CareCaseRules.question(CareCaseRules.LONGEST_QUESTION);

    private final List<Violation> violations = new ArrayList<>();

    private ContentRules() {}

    /** In the order of the fields. No violation contains a value. */
    static List<Violation> violations(SubmissionContent content) {
        ContentRules rules = new ContentRules();
        rules.check(content);
        return rules.violations;
    }

    private void check(SubmissionContent content) {
        length("subject", content.subject(), CareCaseRules.SUBJECT);
        length("firstName", content.firstName(), CareCaseRules.FIRST_NAME);
        length("lastName", content.lastName(), CareCaseRules.LAST_NAME);
        length("customerQuestion", content.customerQuestion(), QUESTION);
        length("emailAddress", content.emailAddress(), CareCaseRules.EMAIL_ADDRESS);
        String address = content.emailAddress();
        valid(
                "emailAddress",
                address == null || !CareCaseRules.EMAIL_ADDRESS.fits(address) || CareCaseRules.isEmailAddress(address));
        length("accountIdentifier", content.accountIdentifier(), CareCaseRules.ACCOUNT_IDENTIFIER);
        length("accountHolderIdentifier", content.accountHolderIdentifier(), CareCaseRules.ACCOUNT_HOLDER_IDENTIFIER);
        valid("phoneNumber", content.phoneNumber() == null || CareCaseRules.isPhoneNumber(content.phoneNumber()));
        valid("phoneType", content.phoneType() == null || CareCaseRules.isPhoneType(content.phoneType()));
        length("deviceId", content.deviceId(), CareCaseRules.DEVICE);
        length("deviceMake", content.deviceMake(), CareCaseRules.DEVICE);
        length("deviceVersion", content.deviceVersion(), CareCaseRules.DEVICE);
        length("deviceOsVersion", content.deviceOsVersion(), CareCaseRules.DEVICE);
        if (content.subject() == null && content.customerQuestion() == null) {
            violations.add(new Violation("subject", "subject or customerQuestion is required"));
        }
    }

    private void length(String field, @Nullable String text, Length length) {
        if (text != null && !length.fits(text)) {
            violations.add(
                    new Violation(field, "must have " + length.least() + " to " + length.most() + " characters"));
        }
    }

    private void valid(String field, boolean valid) {
        if (!valid) {
            violations.add(new Violation(field, "is invalid"));
        }
    }
}
