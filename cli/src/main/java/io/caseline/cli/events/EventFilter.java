package io.caseline.cli.events;

import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which events are printed; all options given must match. */
final class EventFilter {

    /** Stands for a type that this version does not know. */
    private static final String NEWER = CaseEventType.UNKNOWN.name();

    @Option(names = "--type", paramLabel = "T", split = ",", description = "Of this type, such as FAILED. Repeatable.")
    private List<String> types = List.of();

    @Option(names = "--program", paramLabel = "P", split = ",", description = "Of this program (cases). Repeatable.")
    private List<String> programs = List.of();

    @Option(
            names = "--merchant",
            paramLabel = "M",
            split = ",",
            description = "Of this merchant (tellers). Repeatable.")
    private List<String> merchants = List.of();

    @Option(
            names = {"--id", "--correlation-id"},
            paramLabel = "ID",
            split = ",",
            description = "With this correlation id. Repeatable.")
    private List<UUID> ids = List.of();

    boolean matches(SpecificRecord event) {
        return switch (event) {
            case CaseEvent outcome ->
                matches(types, outcome.getType().name())
                        && matches(programs, outcome.getProgramCode())
                        && matches(ids, outcome.getCorrelationId());
            case TellerEvent outcome ->
                matches(types, outcome.getType().name())
                        && matches(merchants, outcome.getMerchantId())
                        && matches(ids, outcome.getCorrelationId());
            default -> true;
        };
    }

    /** Refuses what no event can match. */
    void checkForCases(CommandLine command) {
        check(command, CaseEventType.values());
        if (!merchants.isEmpty()) {
            throw new ParameterException(command, "--merchant is for the events of tellers; cases have a --program");
        }
    }

    /** Refuses what no event can match. */
    void checkForTellers(CommandLine command) {
        check(command, TellerEventType.values());
        if (!programs.isEmpty()) {
            throw new ParameterException(command, "--program is for the events of cases; tellers have a --merchant");
        }
    }

    private void check(CommandLine command, Enum<?>[] known) {
        List<String> names = Arrays.stream(known)
                .map(Enum::name)
                .filter(name -> !name.equals(NEWER))
                .toList();
        types = types.stream().map(type -> type.toUpperCase(Locale.ROOT)).toList();
        for (String type : types) {
            if (!names.contains(type)) {
                throw new ParameterException(
                        command,
                        "Invalid value for option '--type': \"%s\" is not one of %s"
                                .formatted(type, String.join(", ", names)));
            }
        }
    }

    private static <T> boolean matches(List<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}
