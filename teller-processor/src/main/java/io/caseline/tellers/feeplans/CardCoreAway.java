package io.caseline.tellers.feeplans;

import org.jspecify.annotations.Nullable;

/** Trouble with the card core as a whole: nothing can be said of any change, and the same ones are to be tried again. */
public final class CardCoreAway extends RuntimeException {
    private final String code;

    /** @param code such as HTTP_503 or UNREACHABLE; never what the core said, which may quote values */
    CardCoreAway(String code, @Nullable Throwable cause) {
        super("Trouble with the card core: " + code, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
