package io.caseline.tellers.feeplans;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Trouble with the card core as a whole: nothing can be said of any change, and the same ones are to be tried again. */
public final class CardCoreAway extends RuntimeException {
    private final String code;

    @SuppressWarnings("serial") // never serialized
    private final Set<UUID> refused;

    CardCoreAway(String code, @Nullable Throwable cause) {
        this(code, cause, Set.of());
    }

    /**
     * @param code such as HTTP_503 or UNREACHABLE; never what the core said, which may quote values
     * @param refused accounts whose change was refused beside the trouble, or is the trouble
     */
    CardCoreAway(String code, @Nullable Throwable cause, Set<UUID> refused) {
        super("Trouble with the card core: " + code, cause);
        this.code = code;
        this.refused = Set.copyOf(refused);
    }

    public String code() {
        return code;
    }

    /** Accounts whose change the core has refused, which it will repeat to whoever asks under the same key. */
    Set<UUID> refused() {
        return refused;
    }
}
