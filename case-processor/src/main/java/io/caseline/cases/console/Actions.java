package io.caseline.cases.console;

import io.caseline.cases.submissions.SubmissionFilter;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What all forms that do something have: what was chosen, and a reason for the audit. */
final class Actions {
    private static final int LONGEST_REASON = 500;

    private Actions() {}

    /** A form that says something that cannot be done. Nothing was done. */
    static final class RefusedException extends RuntimeException {
        private final HttpStatus status;
        private final String title;

        RefusedException(HttpStatus status, String title, String message) {
            super(message);
            this.status = status;
            this.title = title;
        }

        Problem problem() {
            return new Problem(status, title, String.valueOf(getMessage()));
        }
    }

    /** @throws RefusedException if it is missing or too long */
    static String reason(@Nullable String reason) {
        String text = reason == null ? "" : reason.strip();
        if (text.isEmpty() || text.length() > LONGEST_REASON) {
            throw new RefusedException(
                    HttpStatus.BAD_REQUEST,
                    "A reason is needed",
                    "Nothing was done. Go back and give a reason of 1 to %d characters: it is kept in the audit."
                            .formatted(LONGEST_REASON));
        }
        return text;
    }

    /** @throws RefusedException if this is no filter */
    static SubmissionFilter filter(String query) {
        try {
            return SubmissionFilter.parse(query);
        } catch (IllegalArgumentException
                | DateTimeException
                | IndexOutOfBoundsException
                | NullPointerException e) { // whoever changed the address, it is no filter
            throw new RefusedException(
                    HttpStatus.BAD_REQUEST, "This is no filter", "Nothing was done. Choose submissions in the list.");
        }
    }
}
