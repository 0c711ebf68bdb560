package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.trials.Database;
import java.time.Duration;
import java.util.function.LongConsumer;

/** How many records of a topic a processor has taken, as the positions in its database say. */
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
     * Waits until so many are taken.
     *
     * @param progress gets their number whenever there are more
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
                throw new CliException("no command on %s was taken for %d s, and %,d of %,d have been"
                        .formatted(topic, TIMEOUT.toSeconds(), last, number));
            }
        }
    }
}
