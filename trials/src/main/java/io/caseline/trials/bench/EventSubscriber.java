package io.caseline.trials.bench;

import io.caseline.cli.KafkaConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.common.errors.WakeupException;

/** Reads events in the background, and measures how long after its outcome each of them can be read. */
final class EventSubscriber implements AutoCloseable {
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(30);

    private final EventReader events;
    private final Thread thread;
    private Histogram delays = new Histogram(HIGHEST_MICROS, 3);
    private int outcomes;

    EventSubscriber(KafkaConnection kafka, String topic) {
        events = new EventReader(kafka, topic);
        thread = Thread.ofPlatform().name("event-subscriber").start(this::read);
    }

    private void read() {
        try {
            while (true) {
                events.poll(this::record);
                outcomes(events.outcomes().size());
            }
        } catch (WakeupException e) {
            events.close();
        }
    }

    private synchronized void record(Duration delay) {
        delays.recordValue(Math.clamp(delay.toNanos() / 1000, 0, HIGHEST_MICROS));
    }

    private synchronized void outcomes(int number) {
        outcomes = number;
        notifyAll();
    }

    /** How long after their outcomes the events since the last call could be read, in microseconds. */
    synchronized Histogram takeDelays() {
        Histogram taken = delays;
        delays = new Histogram(HIGHEST_MICROS, 3);
        return taken;
    }

    /** Waits for so many different outcomes since the start, or until the time is up; how many have come. */
    synchronized int awaitOutcomes(int number, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (outcomes < number && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        }
        return outcomes;
    }

    /** Stops reading. Returns how many events came for an outcome that had one already. */
    int stop() throws InterruptedException {
        events.wakeUp();
        thread.join();
        return events.repeats();
    }

    @Override
    public void close() {
        events.wakeUp();
    }
}
