package io.caseline.local;

import io.caseline.local.platform.Tokens;
import io.caseline.local.platform.Tokens.Grant;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "token", description = "Prints an access token for the local gateway.", mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    @Option(names = "--program", paramLabel = "P", split = ",", description = "Repeatable; default: gobank, rapidpay.")
    private List<String> programs = Grant.EVERYTHING.programs();

    @Option(names = "--merchant", paramLabel = "M", split = ",", description = "Repeatable; default: the demo's.")
    private List<String> merchants = Grant.EVERYTHING.merchants();

    @Option(
            names = "--scope",
            paramLabel = "S",
            split = ",",
            description = "Repeatable; default: cases:write, cases:read, tellers:write. For operators: cases:view,"
                    + " cases:operate, cases:amend, tellers:operate.")
    private List<String> scopes = Grant.EVERYTHING.scopes();

    @Option(
            names = "--subject",
            paramLabel = "NAME",
            description = "Who presents it; operators' actions are recorded under this name. Default: local-partner.")
    private String subject = "local-partner";

    @Option(
            names = "--ttl",
            paramLabel = "T",
            converter = DurationConverter.class,
            description = "How long it is valid, such as 90s, 15m or 8h; default: 1h.")
    private Duration lifetime = Grant.EVERYTHING.lifetime();

    @Override
    public Integer call() {
        Tokens tokens = new Tokens(caseline.secrets().tokenSigningKey(), InstantSource.system());
        System.out.println(tokens.issue(subject, new Grant(scopes, programs, merchants, lifetime)));
        return 0;
    }

    /** Parses {@code 90s}. */
    static final class DurationConverter implements CommandLine.ITypeConverter<Duration> {
        private static final Duration LONGEST = Duration.ofDays(3653);

        @Override
        public Duration convert(String text) {
            try {
                Duration duration = Duration.parse(text.matches("\\d+[dD]") ? "P" + text : "PT" + text);
                if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
                    return duration;
                }
            } catch (DateTimeParseException e) {
                // as for a duration that is too short or too long
            }
            throw new CommandLine.TypeConversionException(
                    "\"" + text + "\" is not a duration such as 90s, 15m or 8h, of at most ten years");
        }
    }
}
