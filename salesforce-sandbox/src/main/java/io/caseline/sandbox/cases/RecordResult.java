package io.caseline.sandbox.cases;

import java.util.List;

/** What became of one record of a write. */
public sealed interface RecordResult {

    /** @param created whether the record is new; an upsert tells its client so */
    record Saved(String id, boolean created) implements RecordResult {}

    record Refused(List<RecordError> errors) implements RecordResult {

        static Refused because(RecordError error) {
            return new Refused(List.of(error));
        }
    }

    default boolean isSaved() {
        return this instanceof Saved;
    }
}
