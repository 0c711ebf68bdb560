package io.caseline.local.chaos;

import io.caseline.local.chaos.Http.Answer;
import io.caseline.local.parts.Ports.Port;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** What is tried: one of the two processors, with its requests, its own kinds of trouble, and its verdict. */
interface Trial {

    /** Such as {@code cases}. */
    String name();

    Port processor();

    /** The points of a batch's way that a processor is killed at, in their order. */
    List<Point> points();

    /** Makes what must be there before the first request. */
    void prepare() throws IOException, InterruptedException;

    /** The request of that number: the same one for the same seed. */
    Request request(long number);

    /** Puts what an answer says into the book; whether it says that the request was accepted. */
    boolean accepted(Answer answer, Book.Entry entry);

    /** Trouble that passes and kills nobody. */
    List<Trouble> troubles();

    /** Called while nobody has gone on yet from the point at which a processor was killed. */
    void struckAt(Point point) throws IOException, InterruptedException, SQLException;

    /** Ends what goes on beside the load. */
    void finish() throws IOException, InterruptedException;

    /** The topics of the commands and of the outcomes; the group that reads the commands. */
    Lane lane();

    /** Compares what was accepted with what became of it. */
    Verdict verdict(Book book) throws IOException, InterruptedException, SQLException;

    /** A pipeline's way in and out. */
    record Lane(String commands, String events, List<String> groups) {}

    /** One kind of trouble. */
    record Trouble(String name, Act begin, Act end) {

        /** Something done to the system from outside. */
        interface Act {
            void run() throws IOException, InterruptedException, SQLException;
        }
    }
}
