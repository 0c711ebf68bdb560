package io.caseline.cases.amendment;

import java.util.UUID;

/** No key opens the content, or a later version of this application has sealed it. */
public final class UnreadableContentException extends RuntimeException {
    UnreadableContentException(UUID correlationId) {
        super("The content of submission " + correlationId + " cannot be unsealed");
    }
}
