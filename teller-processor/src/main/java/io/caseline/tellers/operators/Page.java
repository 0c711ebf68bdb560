package io.caseline.tellers.operators;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.web.server.ResponseStatusException;

/**
 * A page of a history, the newest entry first.
 *
 * @param next where the next page begins; null if this is the last
 */
record Page<T>(List<T> entries, @Nullable String next) {

    /** The entries before a certain one. Entries can have the same time, so that their id is needed as well. */
    record Query(Instant before, UUID beforeId, int limit) {
        private static final int MAX_LIMIT = 100;
        private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

        /**
         * @param before {@code next} of the page before; null for the first page
         * @throws ResponseStatusException a bad request, with a sentence that names the parameter
         */
        static Query of(@Nullable String before, int limit) {
            if (limit < 1 || limit > MAX_LIMIT) {
                throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "limit must be 1 to " + MAX_LIMIT);
            }
            if (before == null) {
                return new Query(NEVER, new UUID(-1, -1), limit);
            }
            try {
                String[] parts = before.split("_", 2);
                return new Query(Instant.parse(parts[0]), UUID.fromString(parts[1]), limit);
            } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "before must be next of another page", e);
            }
        }

        /** Reads one entry more than the page has, to know whether another page follows. */
        StatementSpec bind(StatementSpec statement) {
            return statement
                    .param("before", before.atOffset(ZoneOffset.UTC))
                    .param("beforeId", beforeId)
                    .param("limit", limit + 1);
        }

        <T> Page<T> page(List<T> found, Function<T, Instant> time, Function<T, UUID> id) {
            if (found.size() <= limit) {
                return new Page<>(found, null);
            }
            T last = found.get(limit - 1);
            return new Page<>(found.subList(0, limit), time.apply(last) + "_" + id.apply(last));
        }
    }
}
