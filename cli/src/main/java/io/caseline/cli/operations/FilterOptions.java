package io.caseline.cli.operations;

import io.caseline.cli.TimeConverter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which failed submissions are meant; all options given must match. */
final class FilterOptions {

    @Option(names = "--program", paramLabel = "P", description = "Of this program.")
    private @Nullable String program;

    @Option(names = "--code", paramLabel = "CODE", description = "With this failure code.")
    private @Nullable String code;

    @Option(names = "--field", paramLabel = "F", description = "Whose failure names this Salesforce field.")
    private @Nullable String field;

    @Option(
            names = "--since",
            paramLabel = "T",
            converter = TimeConverter.class,
            description = {
                "That failed at this time or later, such as",
                "2026-01-09T13:25:45Z, or 90m, 2h, 7d for so long ago."
            })
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "T",
            converter = TimeConverter.class,
            description = "That failed at this time or earlier.")
    private @Nullable Instant until;

    @Option(names = "--id", paramLabel = "ID", split = ",", description = "With this correlation id. Repeatable.")
    private List<UUID> ids = new ArrayList<>();

    boolean isEmpty() {
        return program == null && code == null && field == null && since == null && until == null && ids.isEmpty();
    }

    /** Everything is to be chosen by saying so, not by leaving something out. */
    static void check(CommandLine command, FilterOptions filter, boolean all) {
        if (filter.isEmpty() && !all) {
            throw new ParameterException(
                    command,
                    "A filter such as --program, --code or --since is required, or --all for all failed submissions");
        }
        if (!filter.isEmpty() && all) {
            throw new ParameterException(command, "--all and a filter exclude each other");
        }
    }

    /** As parameters of a request for failed submissions. */
    Query query() {
        Query query = new Query()
                .with("state", "FAILED")
                .with("program", program)
                .with("code", code)
                .with("field", field)
                .with("since", since)
                .with("until", until);
        ids.forEach(id -> query.with("correlationId", id));
        return query;
    }

    /**
     * As a property of a request.
     *
     * @param seen when the submissions were counted: those that fail later are left out
     */
    ObjectNode json(@Nullable Instant seen) {
        ObjectNode filter = OperationsApi.JSON.createObjectNode();
        put(filter, "program", program);
        put(filter, "code", code);
        put(filter, "field", field);
        put(filter, "since", since);
        put(filter, "until", earlier(until, seen));
        if (!ids.isEmpty()) {
            ArrayNode array = filter.putArray("correlationIds");
            ids.forEach(id -> array.add(id.toString()));
        }
        return filter;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    private static void put(ObjectNode filter, String name, @Nullable Object value) {
        if (value != null) {
            filter.put(name, value.toString());
        }
    }
}
