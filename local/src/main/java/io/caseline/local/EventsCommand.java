package io.caseline.local;

import io.caseline.local.events.From;
import io.caseline.local.events.Subscription;
import io.caseline.local.parts.Messaging;
import io.caseline.local.parts.Ports;
import io.caseline.schemas.Topic;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "events",
        description = "Prints the events as they come, until Ctrl-C; see docs/guides/analyst.md.",
        mixinStandardHelpOptions = true)
final class EventsCommand implements Callable<Integer> {

    private static final int PATIENCE_SECONDS = 5;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "cases|tellers", description = "Whose events. Default: cases.")
    private Events events = Events.cases;

    @Option(
            names = "--from",
            paramLabel = "F",
            description = "beginning, latest, a time such as 2026-01-09T13:25:45Z, or an offset of each partition."
                    + " Default: latest.")
    private String from = "latest";

    @Option(names = "--json", description = "A JSON object a line, with every field.")
    private boolean json;

    @Option(names = "--max", paramLabel = "N", description = "Ends after so many.")
    private long max = Long.MAX_VALUE;

    @Option(names = "--until-end", description = "Ends after what is there now.")
    private boolean untilEnd;

    @ArgGroup(exclusive = false)
    private @Nullable Elsewhere elsewhere;

    /** Another system than this home's. */
    static final class Elsewhere {
        @Option(names = "--kafka", paramLabel = "HOST:PORT", required = true, description = "Another system's Kafka.")
        @SuppressWarnings("NullAway.Init")
        private String kafka;

        @Option(names = "--registry", paramLabel = "URL", required = true, description = "Its schema registry.")
        @SuppressWarnings("NullAway.Init")
        private String registry;
    }

    enum Events {
        cases,
        tellers
    }

    @Override
    public Integer call() throws InterruptedException {
        Messaging messaging = elsewhere == null
                ? Messaging.of(Ports.remembered(caseline.home()))
                : new Messaging(elsewhere.kafka, elsewhere.registry);
        Topic topic = switch (events) {
            case cases -> Topic.CASES_EVENTS;
            case tellers -> Topic.TELLERS_EVENTS;
        };
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter errors = spec.commandLine().getErr();
        CountDownLatch ended = new CountDownLatch(1);
        try (var subscription =
                new Subscription(messaging, topic, From.of(from), json, out::println, errors::println)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(subscription, ended)));
            subscription.print(max, untilEnd);
        } finally {
            out.flush();
            ended.countDown();
        }
        return 0;
    }

    /** What Ctrl-C does: the line that is being printed is printed to its end. */
    private static void stop(Subscription subscription, CountDownLatch ended) {
        subscription.stop();
        try {
            var unused = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
