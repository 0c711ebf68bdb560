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
 * A part of a history, the newest first.
 *
 * @param next where the next older part begins; null if there is none
 */
record Page<T>(List<T> entries, @Nullable String next) {

    /** Which part is asked for: so many entries before that one. Times alone do not tell entries apart. */
    record Wanted(Instant before, UUID beforeId, int limit) {
        private static final int MOST = 100;
        private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

        /**
         * @param before what the page before called next; null for the newest part
         * @throws ResponseStatusException a bad request, with a sentence that names the parameter
         */
        static Wanted of(@Nullable String before, int limit) {
            if (limit < 1 || limit > MOST) {
                throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "limit must be 1 to " + MOST);
            }
            if (before == null) {
                return new Wanted(NEVER, new UUID(-1, -1), limit);
            }
            try {
                String[] parts = before.split("_", 2);
                return new Wanted(Instant.parse(parts[0]), UUID.fromString(parts[1]), limit);
            } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new ResponseStatusException(
                        HttpStatus.BAD_REQUEST, "before must be what another page called next", e);
            }
        }

        /** One more than wanted, which tells whether there is a next part. */
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
