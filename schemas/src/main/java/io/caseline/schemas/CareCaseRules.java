package io.caseline.schemas;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Email;
import java.util.regex.Pattern;

/** What the fields of a customer-care case may contain, wherever somebody enters them. */
public final class CareCaseRules {
    public static final Length SUBJECT = new Length(1, 100);
    public static final Length FIRST_NAME = new Length(1, 100);
    public static final Length LAST_NAME = new Length(2, 100);
    public static final Length EMAIL_ADDRESS = new Length(0, 255);
    public static final Length ACCOUNT_IDENTIFIER = new Length(0, 100);
    public static final Length ACCOUNT_HOLDER_IDENTIFIER = new Length(0, 100);
    public static final Length DEVICE = new Length(0, 255);

    /** The longest question that a program may have allowed to itself. */
    public static final int LONGEST_QUESTION = 30_000;

    private static final Pattern PHONE =
            Pattern.compile("(?=(?:\\D*\\d){7})[+(]?[0-9][0-9 ().\\-/]{5,32}(?: ?(?:x|ext\\.?) ?\\d{1,6})?");
    private static final int PHONE_LIMIT = 50;
    private static final int HIGHEST_PHONE_TYPE = 99;
    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private CareCaseRules() {}

    /** How long a text may be, in Unicode code points. */
    public record Length(int least, int most) {

        public boolean fits(String text) {
            int length = text.codePointCount(0, text.length());
            return length >= least && length <= most;
        }
    }

    /** The question of a program's customers. */
    public static Length question(int most) {
        return new Length(1, most);
    }

    public static boolean isEmailAddress(String address) {
        return !address.isBlank()
                && VALIDATOR.validateValue(EmailField.class, "address", address).isEmpty();
    }

    private record EmailField(@Email String address) {}

    public static boolean isPhoneNumber(String number) {
        return number.length() <= PHONE_LIMIT && PHONE.matcher(number.strip()).matches();
    }

    public static boolean isPhoneType(int type) {
        return type >= 0 && type <= HIGHEST_PHONE_TYPE;
    }
}
