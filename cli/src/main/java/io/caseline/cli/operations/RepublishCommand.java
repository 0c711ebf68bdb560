package io.caseline.cli.operations;

import io.caseline.cli.Installation;
import io.caseline.cli.KafkaConnection;
import io.caseline.cli.KafkaOptions;
import io.caseline.cli.TimeConverter;
import io.caseline.schemas.Topic;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "republish",
        description = "Writes events that were published before into a topic of your own, with the same ids.",
        mixinStandardHelpOptions = true,
        footer = "Exit code 3: there are no events in this time.")
public final class RepublishCommand implements Callable<Integer> {

    @Mixin
    private final ApiOptions api;

    @Parameters(
            paramLabel = "cases",
            description = "Which events. teller-processor does not keep what its events are made of.")
    @SuppressWarnings({"NullAway.Init", "unused"})
    private Events events;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "Written at this time or later: 2026-01-09T13:25:45Z, 2026-01-09 (UTC), or 2h, 7d for so long ago.")
    @SuppressWarnings("NullAway.Init")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Written before this time. Default: a minute ago.")
    private @Nullable Instant to;

    @Option(names = "--program", paramLabel = "P", description = "Of this program.")
    private @Nullable String program;

    @Option(
            names = "--topic",
            required = true,
            paramLabel = "T",
            description = "The topic. It must exist, and be none of Caseline's own.")
    @SuppressWarnings("NullAway.Init")
    private String topic;

    @Option(names = "--dry-run", description = "Counts only.")
    private boolean dryRun;

    @ArgGroup(exclusive = false)
    private @Nullable KafkaOptions kafka;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final Terminal terminal;

    public RepublishCommand(Installation defaultInstallation) {
        this(defaultInstallation, System.getenv(), Terminal.system());
    }

    RepublishCommand(Installation defaultInstallation, Map<String, String> environment, Terminal terminal) {
        this.terminal = terminal;
        this.api = new ApiOptions(defaultInstallation, environment);
    }

    enum Events {
        cases
    }

    @Override
    public Integer call() throws InterruptedException {
        refuseOwnTopic();
        KafkaConnection connection = api.kafka(kafka);
        OperationsApi operations = api.api();
        JsonNode count = operations.get("/events/count", query(to == null ? null : to.toString()));
        long total = count.path("events").asLong();
        if (total == 0) {
            return report(0, 0, "no event was written in this time");
        }
        try (EventTopic target = new EventTopic(connection, topic)) {
            if (dryRun) {
                return report(total, 0, Count.of(total, "event") + " would be written into " + topic);
            }
            ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), terminal.interactive());
            target.readIds(ids -> show(progress, "reading %s: %,d events".formatted(topic, ids)));
            Pages pages = new Pages(
                    operations,
                    "/events",
                    "cursor",
                    () -> query(count.path("to").asString("")));
            pages.forEach(Integer.MAX_VALUE, event -> {
                target.write(event);
                show(progress, "%,d of %,d events".formatted(target.written() + target.skipped(), total));
            });
            target.flush();
            progress.clear();
            return report(
                    target.written(),
                    target.skipped(),
                    "%s written into %s, %,d were there already"
                            .formatted(Count.of(target.written(), "event"), topic, target.skipped()));
        }
    }

    private static void show(ProgressLine progress, String line) {
        progress.show(line, line);
    }

    private void refuseOwnTopic() {
        if (Arrays.stream(Topic.values()).map(Topic::topicName).anyMatch(topic::equals)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--topic': %s is a topic of Caseline; its readers would get events twice"
                            .formatted(topic));
        }
    }

    private Query query(@Nullable String end) {
        return new Query().with("from", from).with("to", end).with("program", program);
    }

    private int report(long written, long skipped, String sentence) {
        PrintWriter out = spec.commandLine().getOut();
        if (api.json()) {
            out.println(OperationsApi.JSON
                    .createObjectNode()
                    .put("events", written)
                    .put("skipped", skipped)
                    .put("topic", topic)
                    .put("dryRun", dryRun));
        } else {
            out.println(sentence);
        }
        return written + skipped == 0 ? ExitCode.NOTHING_MATCHES : ExitCode.DONE;
    }
}
