package io.caseline.sandbox.cases;

import java.util.List;

/** The result of writing one record. */
public sealed interface RecordResult {

    /** @param created whether the record is new; reported for an upsert */
    record Saved(String id, boolean created) implements RecordResult {}

    record Refused(List<RecordError> errors) implements RecordResult {

        public static Refused because(RecordError error) {
            return new Refused(List.of(error));
        }
    }

    default boolean isSaved() {
        return this instanceof Saved;
    }
}
