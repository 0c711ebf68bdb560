package io.caseline.schemas;

import java.util.Optional;
import java.util.UUID;

/** GUIDs as partners write them: 36 characters, in either case. {@link UUID#fromString} accepts shorter ones, too. */
public final class Guid {
    private static final int LENGTH = 36;

    private Guid() {}

    /** The GUID, with or without white space around it; empty if the text is not one. */
    public static Optional<UUID> read(String text) {
        String stripped = Texts.trimmed(text);
        if (stripped.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            UUID guid = UUID.fromString(stripped);
            return guid.toString().equalsIgnoreCase(stripped) ? Optional.of(guid) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
