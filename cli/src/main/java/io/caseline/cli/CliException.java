package io.caseline.cli;

import io.caseline.schemas.ConnectionFailure;
import java.util.Objects;

/** An error that a command reports to its user as one sentence, without a stack trace. */
public final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CliException(String message) {
        super(message);
    }

    public CliException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Why a server cannot be used, for a sentence. */
    public static String reason(Throwable cause) {
        return ConnectionFailure.describe(cause);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
