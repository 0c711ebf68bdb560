package io.caseline.sandbox.cases;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Salesforce record ids: 15 case-sensitive characters (a prefix for the object, here 500, then a number in base 62),
 * and 3 more that encode which of them are capitals, so that the 18 characters stay unique if case is ignored.
 */
public final class CaseId {

    public static final String PREFIX = "500";

    private static final String POD = "gL0";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    private static final Pattern SHAPE = Pattern.compile("[0-9A-Za-z]{15}([0-9A-Za-z]{3})?");

    private CaseId() {}

    public static String of(long number) {
        return of(PREFIX, number);
    }

    /** An id of another object. */
    public static String of(String prefix, long number) {
        StringBuilder digits = new StringBuilder();
        for (long rest = number; rest > 0; rest /= DIGITS.length()) {
            digits.insert(0, DIGITS.charAt((int) (rest % DIGITS.length())));
        }
        return withChecksum(prefix + POD + "0".repeat(9 - digits.length()) + digits);
    }

    /** The 18-character form of an id of either length, or empty if it does not have the format of an id. */
    public static Optional<String> normalize(String id) {
        return SHAPE.matcher(id).matches() ? Optional.of(withChecksum(id.substring(0, 15))) : Optional.empty();
    }

    /** Each suffix character encodes which of five characters are capitals. */
    private static String withChecksum(String id) {
        StringBuilder whole = new StringBuilder(id);
        for (int chunk = 0; chunk < 3; chunk++) {
            int capitals = 0;
            for (int i = 0; i < 5; i++) {
                char character = id.charAt(chunk * 5 + i);
                if (character >= 'A' && character <= 'Z') {
                    capitals |= 1 << i;
                }
            }
            whole.append(CHECKSUM.charAt(capitals));
        }
        return whole.toString();
    }
}
