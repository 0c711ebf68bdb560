package io.caseline.cli.operations;

/** What the exit codes of these commands mean, in addition to 1 for errors and 2 for usage errors. */
final class ExitCode {

    /** All that was asked for is done; a replay that was followed has created every case. */
    static final int DONE = 0;

    /** No submission matches, or there is nothing to replay or to discard. */
    static final int NOTHING_MATCHES = 3;

    /** The replay is paused, was cancelled, or has submissions that failed again. */
    static final int INCOMPLETE = 4;

    /** The action was not confirmed; nothing was changed. */
    static final int NOT_CONFIRMED = 5;

    private ExitCode() {}
}
