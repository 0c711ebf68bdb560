package io.caseline.schemas;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** GUIDs as partners write them: 36 characters, in either case. {@link UUID#fromString} accepts shorter ones, too. */
public final class Guid {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Guid() {}

    /** The GUID, with or without white space around it; empty if the text is not one. */
    public static Optional<UUID> read(String text) {
        String stripped = Texts.trimmed(text);
        return FORM.matcher(stripped).matches() ? Optional.of(UUID.fromString(stripped)) : Optional.empty();
    }
}
