package io.caseline.schemas;

/** What the fields of a customer-care case may contain, wherever somebody enters them. */
public final class CareCaseRules {
    public static final Length SUBJECT = new Length(1, 100);
    public static final Length FIRST_NAME = new Length(1, 100);
    public static final Length LAST_NAME = new Length(2, 100);
    public static final Length EMAIL_ADDRESS = new Length(0, 255);
    public static final Length ACCOUNT_IDENTIFIER = new Length(0, 100);
    public static final Length ACCOUNT_HOLDER_IDENTIFIER = new Length(0, 100);
    public static final Length PHONE_NUMBER = new Length(0, 40);
    public static final Length DEVICE = new Length(0, 255);

    /** The longest question that a program may have allowed to itself. */
    public static final int LONGEST_QUESTION = 30_000;

    private static final int FEWEST_PHONE_DIGITS = 3;
    private static final int HIGHEST_PHONE_TYPE = 99;

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

    /**
     * False only for what plainly is no address. Salesforce is stricter; what it refuses goes into the case's description,
     * so that nobody is turned away for an unusual address.
     */
    public static boolean isEmailAddress(String address) {
        return address.indexOf('@') >= 0 && !Texts.hasWhiteSpace(address) && Texts.isStorable(address);
    }

    /** A phone number is free text for people: digits of any script, and whatever stands between and after them. */
    public static boolean isPhoneNumber(String number) {
        return PHONE_NUMBER.fits(number)
                && Texts.isStorable(number)
                && number.codePoints().filter(Character::isDigit).count() >= FEWEST_PHONE_DIGITS;
    }

    public static boolean isPhoneType(int type) {
        return type >= 0 && type <= HIGHEST_PHONE_TYPE;
    }
}
