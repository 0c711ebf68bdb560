package io.caseline.bench.pipeline;

import io.caseline.bench.HttpLoad;
import io.caseline.bench.Measured;
import io.caseline.bench.ServerCpu;
import io.caseline.bench.pipeline.Drain.Drained;
import io.caseline.schemas.MessageKeys;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/**
 * How fast teller-processor reads a directory, and how fast it then makes cards employee cards, from command to event.
 * Beside it, in the same run: the same with one command a transaction, and the same final writes as bare JDBC batches.
 * Then how long a till waits for an association that comes alone, over HTTP.
 *
 * @param tokens makes the token of a partner for these merchants
 */
public record TellersBench(
        InetSocketAddress gateway,
        Function<List<String>, String> tokens,
        Application processor,
        Messaging messaging,
        Database database,
        Plan plan) {
    private static final String HEAP = "256m";
    private static final Duration LONE = Duration.ofSeconds(10);
    private static final int FEW_CONNECTIONS = 2;
    private static final String HEAP_FOR_THE_DIRECTORY = "512m";

    /**
     * What to measure.
     *
     * @param tellers in the directory
     * @param accounts in the directory; each teller has one of them
     * @param associations end to end
     * @param oneByOne associations in the mode with one command a transaction
     * @param batch most commands of one transaction
     * @param connections batches in work at the same time, each with a connection to the database
     */
    public record Plan(int tellers, int accounts, int associations, int oneByOne, int batch, int connections) {

        /** As many as are measured: code that runs for a few seconds only is not compiled yet. */
        int warmUp() {
            return associations;
        }

        int oneByOneWarmUp() {
            return oneByOne / 5;
        }

        /** How many there are in all; each has a teller of its own. */
        public int commands() {
            return warmUp() + associations + oneByOneWarmUp() + oneByOne;
        }
    }

    /**
     * Runs and prints a table and the ratios.
     *
     * @return whether every command was answered with success, once, in the database and in the events
     */
    public boolean run(PrintStream out) throws IOException, InterruptedException {
        processor.start(HEAP, Map.of()); // makes the topics and registers the schemas
        processor.stop();
        try (MessageWriter writer = new MessageWriter(messaging);
                EventReader events = new EventReader(messaging, Topic.Names.TELLERS_EVENTS)) {
            return new Run(out, writer, events).run();
        }
    }

    private Map<String, String> settings(int batch) {
        return Map.of(
                "SPRING_KAFKA_CONSUMER_MAXPOLLRECORDS", Integer.toString(batch),
                "CASELINE_TELLERS_COMMANDSCONCURRENCY", Integer.toString(plan.connections()));
    }

    private final class Run {
        private final PrintStream out;
        private final MessageWriter writer;
        private final EventReader events;
        private final TellerDirectory directory = new TellerDirectory(
                messaging.sealing(),
                plan.tellers(),
                plan.accounts(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        private int nextTeller;

        Run(PrintStream out, MessageWriter writer, EventReader events) {
            this.out = out;
            this.writer = writer;
            this.events = events;
        }

        boolean run() throws IOException, InterruptedException {
            Drained load = load();
            database.execute("vacuum analyze");
            Drained whole = drain("end to end", plan.batch(), plan.warmUp(), plan.associations());
            Drained oneByOne = drain("one command a transaction", 1, plan.oneByOneWarmUp(), plan.oneByOne());
            lone();
            report(load, whole, oneByOne, ceiling());
            return complete();
        }

        private Drained load() throws IOException, InterruptedException {
            out.printf(
                    Locale.ROOT,
                    "directory: %,d tellers of %,d merchants and %,d accounts%n",
                    plan.tellers(),
                    directory.merchants(),
                    plan.accounts());
            directory.write(writer);
            processor.start(HEAP_FOR_THE_DIRECTORY, Map.of());
            try (HeapWatch heap = new HeapWatch(processor, 0, directory.size())) {
                Drained load = new DirectoryLoad(processor, messaging).run(directory.size(), heap);
                out.printf(
                        Locale.ROOT,
                        "%,d entries read at %,.0f a second, in %.1f minutes%n%s%n",
                        directory.size(),
                        load.rate(),
                        load.time().toMillis() / 60_000.0,
                        heap);
                return load;
            } finally {
                processor.stop();
            }
        }

        private Drained drain(String name, int batch, int warmUp, int measured)
                throws IOException, InterruptedException {
            out.printf(Locale.ROOT, "%s: %,d associations and %,d to warm up%n", name, measured, warmUp);
            for (int i = 0; i < warmUp + measured; i++) {
                var command = directory.command(nextTeller++);
                writer.write(
                        Topic.Names.TELLERS_COMMANDS,
                        MessageKeys.ofTeller(command.getMerchantId(), command.getTellerId()),
                        command);
            }
            writer.flush();
            Drained drained = new Drain(processor, events).run(HEAP, settings(batch), warmUp, measured, number -> {});
            processor.stop();
            return drained;
        }

        /** One association after another, each answered before the next is sent. */
        private void lone() throws IOException, InterruptedException {
            out.print("lone associations, over HTTP: ");
            processor.start(HEAP, settings(plan.batch()));
            String head = "POST /retailer/user/associate HTTP/1.1\r\nHost: " + gateway.getHostString()
                    + "\r\nAuthorization: Bearer " + tokens.apply(directory.merchantIds())
                    + "\r\nContent-Type: application/json\r\nX-GD-RequestId: ";
            HttpLoad load = new HttpLoad(gateway, 1, 200, unused -> request(head));
            ServerCpu cpu = ServerCpu.of(processor.pid());
            load.run("", LONE, cpu);
            Measured measured = load.run("lone association", LONE, cpu);
            events.await(nextTeller, number -> {}, processor::checkAlive);
            processor.stop();
            out.printf(
                    Locale.ROOT,
                    "p50 %.1f ms, p99 %.1f ms, %,d of them%n",
                    measured.millis(50),
                    measured.millis(99),
                    measured.requests());
        }

        private byte[] request(String head) {
            if (nextTeller == plan.tellers()) {
                throw new BenchFailure("there are no more tellers for lone associations; take more of them");
            }
            String body = directory.request(nextTeller++);
            return (head + UUID.randomUUID() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8);
        }

        /** The better of what few connections reach, and as many as the processor has. */
        private double ceiling() throws InterruptedException {
            DatabaseCeiling ceiling = new DatabaseCeiling(database, plan.batch(), events.lastValue());
            double best = 0;
            for (int connections : new TreeSet<>(List.of(FEW_CONNECTIONS, plan.connections()))) {
                double rate = ceiling.run(connections, plan.warmUp(), plan.associations());
                out.printf(Locale.ROOT, "bare JDBC batches, %d connections: %,.0f/s%n", connections, rate);
                best = Math.max(best, rate);
            }
            return best;
        }

        private void report(Drained load, Drained whole, Drained oneByOne, double ceiling) {
            out.printf(Locale.ROOT, "%n%-46s %14s %18s%n", "", "associations/s", "CPU µs/association");
            line("teller-processor, end to end", whole);
            line("teller-processor, one command a transaction", oneByOne);
            out.printf(Locale.ROOT, "%-46s %,14.0f%n", "bare JDBC batches", ceiling);
            out.println();
            List.of(
                            Ratio.atLeast(5, "end to end / one command a transaction", whole.rate() / oneByOne.rate()),
                            Ratio.atLeast(0.5, "end to end / bare JDBC batches", whole.rate() / ceiling),
                            Ratio.atMost(
                                    5,
                                    "minutes for 1,000,000 entries, at the directory's rate",
                                    1e6 / load.rate() / 60))
                    .forEach(out::println);
        }

        private void line(String name, Drained drained) {
            out.printf(Locale.ROOT, "%-46s %,14.0f %18.0f%n", name, drained.rate(), drained.cpuMicros());
        }

        private boolean complete() {
            long succeeded = database.number("select count(*) from teller_outcome where response_code = 0");
            long cards = database.number("select count(*) from teller_card");
            long plans = database.number("select count(*) from account where fee_plan = 'Employee'");
            out.printf(
                    Locale.ROOT,
                    "%,d commands, %,d succeeded, %,d cards, %,d Employee plans, %,d events, %d of them repeats%n",
                    nextTeller,
                    succeeded,
                    cards,
                    plans,
                    events.outcomes().size(),
                    events.repeats());
            return succeeded == nextTeller
                    && cards == nextTeller
                    && plans == nextTeller
                    && events.outcomes().size() == nextTeller
                    && events.repeats() == 0;
        }
    }
}
