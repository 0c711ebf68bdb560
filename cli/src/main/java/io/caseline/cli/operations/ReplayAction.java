package io.caseline.cli.operations;

import java.util.Locale;

/** What a person can do with a replay. */
enum ReplayAction {
    PAUSE("Stops sending; what is sent already ends as it ends."),
    RESUME("Sends the rest, without a canary."),
    CANCEL("Stops sending for good. What was not sent stays failed.");

    private final String description;

    ReplayAction(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
