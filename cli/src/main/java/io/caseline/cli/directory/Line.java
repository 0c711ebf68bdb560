package io.caseline.cli.directory;

import java.time.Instant;
import java.util.List;

/** A line of a directory file. */
sealed interface Line {

    /** Counted from 1. */
    long number();

    record Valid(long number, Entity entity, long version, Instant updatedAt) implements Line {}

    record Invalid(long number, List<LineError> errors) implements Line {}
}
