package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.trials.Database;
import java.time.Duration;
import java.util.function.LongConsumer;

/** How many records of a topic a processor has received, by the positions in its database. */
final class Positions {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 100;

    private final Database database;
    private final String topic;
    private final MeasuredService processor;

    Positions(Database database, String topic, MeasuredService processor) {
        this.database = database;
        this.topic = topic;
        this.processor = processor;
    }

    long taken() {
        return database.number(
                "SELECT coalesce(sum(next_offset), 0) FROM listener_position WHERE topic = '%s'".formatted(topic));
    }

    /**
     * Waits until this number is received.
     *
     * @param progress gets the number whenever it has increased
     */
    void await(long number, LongConsumer progress) throws InterruptedException {
        long last = taken();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (last < number) {
            Thread.sleep(POLL_MILLIS);
            processor.checkAlive();
            long now = taken();
            if (now > last) {
                last = now;
                deadline = System.nanoTime() + TIMEOUT.toNanos();
                progress.accept(now);
            }
            if (System.nanoTime() > deadline) {
                throw new CliException("no command on %s was received for %d s, with %,d of %,d received"
                        .formatted(topic, TIMEOUT.toSeconds(), last, number));
            }
        }
    }
}
