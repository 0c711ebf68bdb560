package io.caseline.trials.bench;

import io.caseline.local.platform.Ports.Port;
import io.caseline.schemas.MessageKeys;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import io.caseline.trials.bench.Drain.Drained;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * How fast teller-processor reads a directory, and how fast it then associates cards, from command to event. Yardsticks
 * in the same run: one command a transaction, and the same final writes as bare JDBC batches. Last, how long a till waits
 * over HTTP for an association that arrives alone.
 */
record TellersBench(BenchPlatform platform, Plan plan) {
    private static final int FEW_CONNECTIONS = 2;
    private static final String DIRECTORY_HEAP = "512m";

    /**
     * What to measure.
     *
     * @param tellers in the directory
     * @param accounts in the directory; each teller has one of them
     * @param associations end to end
     * @param oneByOne associations with one command a transaction
     * @param batch most commands of one transaction
     * @param connections concurrent batches, each with a connection to the database
     */
    record Plan(int tellers, int accounts, int associations, int oneByOne, int batch, int connections) {

        /** As many as are measured, because code is compiled only after it has run for some seconds. */
        int warmUp() {
            return associations;
        }

        int oneByOneWarmUp() {
            return oneByOne / 5;
        }

        /** All commands; each needs a teller of its own. */
        int commands() {
            return warmUp() + associations + oneByOneWarmUp() + oneByOne;
        }
    }

    /**
     * Runs and prints a table and the ratios.
     *
     * @return whether every command succeeded once, in the database and in the events
     */
    boolean run(PrintStream out) throws IOException, InterruptedException {
        MeasuredService processor = platform.service(Port.TELLER_PROCESSOR);
        processor.start(Map.of()); // creates the topics and registers the schemas
        processor.stop();
        try (MessageWriter writer = new MessageWriter(platform.kafka());
                EventReader events = new EventReader(platform.kafka(), Topic.Names.TELLERS_EVENTS)) {
            return new Run(out, processor, writer, events).run();
        }
    }

    private Map<String, String> settings(int batch) {
        return Map.of(
                "SPRING_KAFKA_CONSUMER_MAXPOLLRECORDS", Integer.toString(batch),
                "CASELINE_TELLERS_COMMANDSCONCURRENCY", Integer.toString(plan.connections()));
    }

    private final class Run {
        private final PrintStream out;
        private final MeasuredService processor;
        private final MessageWriter writer;
        private final EventReader events;
        private final Database database = platform.database("tellers");
        private final TellerDirectory directory = new TellerDirectory(
                platform.sealing(),
                plan.tellers(),
                plan.accounts(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        private int nextTeller;

        Run(PrintStream out, MeasuredService processor, MessageWriter writer, EventReader events) {
            this.out = out;
            this.processor = processor;
            this.writer = writer;
            this.events = events;
        }

        boolean run() throws IOException, InterruptedException {
            Drained load = loadDirectory();
            database.execute("vacuum analyze");
            Drained whole = drain("end to end", plan.batch(), plan.warmUp(), plan.associations());
            Drained oneByOne = drain("one command a transaction", 1, plan.oneByOneWarmUp(), plan.oneByOne());
            measureLone();
            new TellersReport(load, whole, oneByOne, measureBareWrites()).print(out);
            return isComplete();
        }

        private Drained loadDirectory() throws IOException, InterruptedException {
            out.printf(
                    Locale.ROOT,
                    "directory: %,d tellers of %,d merchants and %,d accounts%n",
                    plan.tellers(),
                    directory.merchants(),
                    plan.accounts());
            directory.write(writer);
            processor.start(DIRECTORY_HEAP, Map.of());
            try (HeapWatch heap = new HeapWatch(processor, 0, directory.size())) {
                Drained load = new DirectoryDrain(processor, platform.kafka()).run(directory.size(), heap);
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
            Drained drained = new Drain(processor, events).run(settings(batch), warmUp, measured, number -> {});
            processor.stop();
            return drained;
        }

        private void measureLone() throws IOException, InterruptedException {
            out.print("lone associations, over HTTP: ");
            processor.start(settings(plan.batch()));
            LoneAssociations lone = new LoneAssociations(platform, directory, nextTeller);
            Measured measured = lone.run(ServerCpu.of(processor.pid()));
            nextTeller = lone.nextTeller();
            events.await(nextTeller, number -> {}, processor::checkAlive);
            processor.stop();
            out.printf(
                    Locale.ROOT,
                    "p50 %.1f ms, p99 %.1f ms, %,d of them%n",
                    measured.millis(50),
                    measured.millis(99),
                    measured.requests());
        }

        /** The better rate of few connections and of as many as the processor has. */
        private double measureBareWrites() throws InterruptedException {
            BareAssociationWrites writes = new BareAssociationWrites(database, plan.batch(), events.lastValue());
            double best = 0;
            for (int connections : new TreeSet<>(List.of(FEW_CONNECTIONS, plan.connections()))) {
                double rate = writes.run(connections, plan.warmUp(), plan.associations());
                out.printf(Locale.ROOT, "bare JDBC batches, %d connections: %,.0f/s%n", connections, rate);
                best = Math.max(best, rate);
            }
            return best;
        }

        private boolean isComplete() {
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
