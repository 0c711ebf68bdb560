package io.caseline.sandbox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.caseline.sandbox.cases.RecordError;
import io.caseline.sandbox.cases.RecordResult;
import io.caseline.sandbox.cases.RecordResult.Refused;
import io.caseline.sandbox.cases.RecordResult.Saved;
import io.caseline.sandbox.faults.Stats.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts the results of writes to JSON. */
final class SaveResults {

    /**
     * @param id null if the record is refused
     * @param created only set for an upsert
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SaveResult(
            @Nullable String id,
            boolean success,
            List<RecordError> errors,
            @Nullable Boolean created) {}

    private SaveResults() {}

    static SaveResult of(RecordResult result, boolean upsert) {
        return switch (result) {
            case Saved saved -> new SaveResult(saved.id(), true, List.of(), upsert ? saved.created() : null);
            case Refused refused -> new SaveResult(null, false, refused.errors(), upsert ? false : null);
        };
    }

    static ApiResponse respond(List<RecordResult> results, boolean upsert) {
        List<SaveResult> body =
                results.stream().map(result -> of(result, upsert)).toList();
        Tally tally = results.stream().map(SaveResults::tally).reduce(Tally.NONE, Tally::plus);
        return new ApiResponse(200, java.util.Map.of(), body, tally);
    }

    static Tally tally(RecordResult result) {
        return switch (result) {
            case Saved saved -> saved.created() ? new Tally(1, 0, 0, 0) : new Tally(0, 1, 0, 0);
            case Refused refused -> new Tally(0, 0, 1, isDuplicate(refused) ? 1 : 0);
        };
    }

    private static boolean isDuplicate(Refused refused) {
        return refused.errors().stream().anyMatch(error -> error.statusCode().equals("DUPLICATE_VALUE"));
    }
}
