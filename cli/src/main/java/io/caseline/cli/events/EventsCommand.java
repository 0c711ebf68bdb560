package io.caseline.cli.events;

import io.caseline.cli.ClientOptions;
import io.caseline.cli.Installation;
import io.caseline.cli.KafkaConnection;
import io.caseline.cli.KafkaOptions;
import io.caseline.cli.OutputWatch;
import io.caseline.cli.PositiveConverter;
import io.caseline.schemas.Topic;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "events",
        description = "Prints events as they arrive, until Ctrl-C; see docs/guides/analysts.md.",
        mixinStandardHelpOptions = true)
public final class EventsCommand implements Callable<Integer> {

    private static final int STOP_TIMEOUT_SECONDS = 5;

    private final Installation defaultInstallation;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "cases|tellers", description = "Which events. Default: cases.")
    private Events events = Events.cases;

    @Option(
            names = "--from",
            paramLabel = "F",
            description = "beginning, latest, a time such as 2026-01-09T13:25:45Z or 2026-01-09 (UTC), or 90m, 2h, 7d"
                    + " for so long ago, or an offset of each partition. Default: latest.")
    private String from = "latest";

    @Option(
            names = "--format",
            paramLabel = "F",
            description =
                    "columns (the default), json: an object per line with every field, or csv: RFC 4180 with a header.")
    private Format format = Format.columns;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Option(
            names = "--max",
            paramLabel = "N",
            converter = PositiveConverter.class,
            description = "Stops after N events.")
    private int max = Integer.MAX_VALUE;

    @Mixin
    private final EventFilter filter = new EventFilter();

    @Option(names = "--until-end", description = "Stops at the present end of the topic.")
    private boolean untilEnd;

    @ArgGroup(exclusive = false)
    private @Nullable KafkaOptions options;

    @Mixin
    private final ClientOptions client = new ClientOptions();

    public EventsCommand(Installation defaultInstallation) {
        this.defaultInstallation = defaultInstallation;
    }

    enum Events {
        cases,
        tellers
    }

    enum Format {
        columns,
        json,
        csv
    }

    @Override
    public Integer call() throws InterruptedException {
        switch (events) {
            case cases -> filter.checkForCases(spec.commandLine());
            case tellers -> filter.checkForTellers(spec.commandLine());
        }
        if (json) {
            if (format == Format.csv) {
                throw new ParameterException(spec.commandLine(), "--json and --format csv exclude each other");
            }
            format = Format.json;
        }
        StartPosition start = StartPosition.of(from);
        KafkaConnection kafka = client.kafka(options, defaultInstallation);
        Topic topic = switch (events) {
            case cases -> Topic.CASES_EVENTS;
            case tellers -> Topic.TELLERS_EVENTS;
        };
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter errors = spec.commandLine().getErr();
        CountDownLatch ended = new CountDownLatch(1);
        try (var subscription = new Subscription(kafka, topic, start, out, errors)) {
            OutputWatch.start(subscription::stop);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(subscription, ended)));
            if (format == Format.csv) {
                out.println(EventCsv.header(topic.schema().orElseThrow()));
            }
            subscription.print(filter::matches, formatter(), max, untilEnd);
        } finally {
            out.flush();
            ended.countDown();
        }
        return 0;
    }

    private Function<ConsumerRecord<String, SpecificRecord>, String> formatter() {
        return switch (format) {
            case columns -> record -> EventFormatter.columns(record.value());
            case json -> EventFormatter::json;
            case csv -> EventCsv::row;
        };
    }

    /** Runs at Ctrl-C, and lets the current line be printed to its end. */
    private static void stop(Subscription subscription, CountDownLatch ended) {
        subscription.stop();
        try {
            var unused = ended.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
