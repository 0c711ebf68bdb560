package io.caseline.tellers.feeplans;

import io.caseline.schemas.ConnectionFailure;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.ResourceAccessException;

/** The card core is unavailable: whether the changes were made is unknown, and the same ones must be requested again. */
public final class CardCoreUnavailableException extends RuntimeException {
    private final String code;

    @SuppressWarnings("serial") // never serialized
    private final Set<UUID> refused;

    CardCoreUnavailableException(String code, @Nullable Throwable cause) {
        this(code, cause, Set.of());
    }

    /**
     * @param code for example HTTP_503 or UNREACHABLE; never the text of the response, which could quote values
     * @param refused accounts whose change was refused nevertheless
     */
    CardCoreUnavailableException(String code, @Nullable Throwable cause, Set<UUID> refused) {
        super("The card core is unavailable: " + code + reason(cause), cause);
        this.code = code;
        this.refused = Set.copyOf(refused);
    }

    /** Why there is no connection, such as a certificate that is not trusted. */
    private static String reason(@Nullable Throwable cause) {
        return cause instanceof ResourceAccessException ? ": " + ConnectionFailure.describe(cause) : "";
    }

    public String code() {
        return code;
    }

    /** Accounts whose change the core has refused; it will refuse each repeat under the same key. */
    Set<UUID> refused() {
        return refused;
    }
}
