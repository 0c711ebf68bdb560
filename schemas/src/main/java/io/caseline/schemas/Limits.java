package io.caseline.schemas;

import java.time.Instant;

/** The longest texts that requests and directory entries may carry, in Unicode code points, and the times they may name. */
public final class Limits {
    public static final int REQUEST_ID = 50;
    public static final int MERCHANT_ID = 20;
    public static final int STORE_ID = 20;
    public static final int REGISTER_ID = 20;
    public static final int USER_ID = 50;
    public static final int TELLER_ID = 50;
    public static final int REGISTRATION_ID = 50;
    public static final int CARD_NUMBER = 16;
    public static final int ACCOUNT_STATUS = 50;
    public static final int FEE_PLAN = 100;

    /** The earliest time at which an account may have been opened. */
    public static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    /** The latest time that any entry may name. */
    public static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private Limits() {}

    public static boolean exceeds(int limit, String text) {
        return text.length() > limit && text.codePointCount(0, text.length()) > limit;
    }
}
