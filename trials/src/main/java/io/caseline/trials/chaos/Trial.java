package io.caseline.trials.chaos;

import io.caseline.local.platform.Ports.Port;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** What is tried: one of the two processors, with its requests, its own disturbances, and its verdict. */
interface Trial {

    /** Such as {@code cases}. */
    String name();

    Port processor();

    Faults faults();

    /** Who sends its requests. */
    Client client();

    /** Makes what must be there before the first request. */
    void prepare() throws IOException, InterruptedException;

    /** The request of that number: the same one for the same seed. */
    Request request(long number);

    /** What passes, and kills nobody. */
    List<Disturbance> disturbances();

    /** Called while nobody has gone on yet from the point at which a processor was killed. */
    void killedAt(FaultPoint point) throws IOException, InterruptedException, SQLException;

    /** Deletes from Kafka what the database has. */
    void deleteCommands() throws IOException, InterruptedException, SQLException;

    /** Deletes the offsets of the groups, whose members are dead. */
    void deleteOffsets() throws InterruptedException;

    /** Has the records of one program refused for a while, and another program's callers wait meanwhile. */
    void refuseProgram() throws IOException, InterruptedException;

    /** Ends what goes on beside the load. */
    void finish() throws IOException, InterruptedException;

    /** What is still to be done, a line each; empty if nothing is. */
    List<String> unfinished() throws SQLException, InterruptedException;

    /** Compares what was accepted with what became of it. */
    CheckReport verdict() throws IOException, InterruptedException, SQLException;

    /**
     * The faults that a processor can have.
     *
     * @param points on its way, the first of them where nobody but another system knows of the work
     * @param commits points where the answer to a commit can be lost
     * @param special those without a point that are for this processor
     */
    record Faults(List<FaultPoint> points, List<FaultPoint> commits, List<FaultType> special) {}

    /** Something that goes wrong for a while. */
    record Disturbance(String name, Act begin, Act end) {

        /** Something done to the system from outside. */
        interface Act {
            void run() throws IOException, InterruptedException, SQLException;
        }
    }
}
