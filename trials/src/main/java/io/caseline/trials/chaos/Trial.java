package io.caseline.trials.chaos;

import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Secrets;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** A trial of a processor: its requests, its faults and its checks. */
abstract sealed class Trial<V extends SpecificRecord> permits CasesTrial, ReplayTrial, TellersTrial {

    final Client client;
    final Topics topics;
    final Database database;
    final CommandTopic<V> commands;
    private final Topic events;

    Trial(String databaseName, Ports ports, Secrets secrets, Client client, Topic commands, Topic events) {
        this.client = client;
        this.topics = new Topics(ports.kafka());
        this.database = ProcessorDatabase.connect(databaseName, ports, secrets);
        this.commands = new CommandTopic<>(commands, topics, database);
        this.events = events;
    }

    /** Such as {@code cases}. */
    abstract String name();

    abstract Port processor();

    /** The processor's consumer groups. */
    abstract List<String> groups();

    abstract Faults faults();

    final Client client() {
        return client;
    }

    /** Creates what must exist before the first request. */
    abstract void prepare() throws IOException, InterruptedException;

    /** The request with this number; the same for the same seed. */
    abstract Request request(long number);

    /** Temporary disturbances that kill nothing. */
    abstract List<Disturbance> disturbances();

    /** Called after a kill, before another instance has taken over. */
    void killedAt(FaultPoint point) throws InterruptedException, SQLException {}

    /** Deletes from Kafka the commands that are in the database. */
    void deleteCommands() throws IOException, InterruptedException, SQLException {
        commands.delete();
    }

    /** Deletes the offsets of the consumer groups, whose members are dead. */
    final void deleteOffsets() throws InterruptedException {
        topics.deleteGroups(groups());
    }

    /** Lets the org refuse the records of one program for a while, and checks the callers of another program. */
    void refuseProgram() throws IOException, InterruptedException {
        throw new UnsupportedOperationException(name());
    }

    /** Stops what runs beside the load. Everything that was killed is ready again. */
    void finish() throws InterruptedException {}

    /** What is still to be processed, a line each. */
    final List<String> unfinished() throws SQLException, InterruptedException {
        return Stream.of(
                        topics.notTaken(commands.topic(), commands.positions()),
                        undecided(),
                        ProcessorDatabase.unpublished(database),
                        topics.openTransactions(events))
                .flatMap(List::stream)
                .toList();
    }

    /** Commands in the database without an outcome, a line each. */
    List<String> undecided() throws SQLException {
        return List.of();
    }

    /** Compares everything that was accepted with its outcome. */
    abstract CheckReport check() throws IOException, InterruptedException, SQLException;

    /**
     * The faults of a processor.
     *
     * @param points where it can be killed; the first one is where only another system knows of the work
     * @param commits points where the response to a commit can be lost
     * @param special types without a point that only this processor has
     */
    record Faults(List<FaultPoint> points, List<FaultPoint> commits, List<FaultType> special) {}

    /** A temporary fault of another system. */
    record Disturbance(String name, Act begin, Act end) {

        /** An action on the platform. */
        interface Act {
            void run() throws IOException, InterruptedException, SQLException;
        }
    }
}
