package io.caseline.trials.bench;

import io.caseline.cli.KafkaConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.common.errors.WakeupException;

/** Reads events in the background and measures the time from each outcome to its event. */
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

    /** The times from outcome to event since the last call, in microseconds. */
    synchronized Histogram takeDelays() {
        Histogram taken = delays;
        delays = new Histogram(HIGHEST_MICROS, 3);
        return taken;
    }

    /** Waits for this number of different outcomes since the start, or for the timeout. Returns how many have arrived. */
    synchronized int awaitOutcomes(int number, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (outcomes < number && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        }
        return outcomes;
    }

    /** Stops reading. Returns the number of repeated events. */
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
