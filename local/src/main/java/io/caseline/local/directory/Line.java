package io.caseline.local.directory;

import java.time.Instant;
import java.util.List;

/** What a line of a directory file turned out to be. */
sealed interface Line {

    /** Counted from 1. */
    long number();

    record Valid(long number, Entity entity, long version, Instant updatedAt) implements Line {}

    record Invalid(long number, List<Fault> faults) implements Line {}
}
