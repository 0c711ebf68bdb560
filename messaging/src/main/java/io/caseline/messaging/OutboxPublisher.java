package io.caseline.messaging;

import io.caseline.messaging.OutboxSession.Stores;
import io.caseline.messaging.PublishedEvents.LeaseLostException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Moves events from the outbox to their topic, each exactly once for a read-committed reader. One publisher of all
 * instances is active, by a lease; the others wait for it. The active one
 *
 * <ol>
 *   <li>reads the oldest rows,
 *   <li>publishes their events in one Kafka transaction,
 *   <li>deletes the rows and stores the topic's end offsets in one database transaction.
 * </ol>
 *
 * <p>When it becomes active, and after any exception, it calls {@code initTransactions}, which fences earlier publishers and
 * ends their transactions; reads the topic from the stored offsets on; and deletes the rows whose events it finds. So the
 * topic itself says what was published. {@code docs/models/outbox.py} explores every interleaving of that.
 *
 * <p>Slightly over 200 lines, because life cycle, lease and retries of the one thread are read together.
 */
final class OutboxPublisher implements SmartLifecycle {
    /** Behind the set-up of the topics; before the listeners start, and after they have stopped. */
    static final int PHASE = ContractSetup.PHASE + 1;

    private static final Logger log = LoggerFactory.getLogger(OutboxPublisher.class);
    private static final Duration PURGE_EVERY = Duration.ofHours(1);
    private static final int PURGED_AT_ONCE = 10_000;

    private final OutboxKafka kafka;
    private final Stores stores;
    private final Lease lease;
    private final OutboxSettings settings;
    private final OutboxStatus status;
    /** Has a permit while there may be new rows. */
    private final Semaphore wakeUps = new Semaphore(0);

    private final Semaphore stopping = new Semaphore(0);
    private @Nullable Thread thread;
    private volatile boolean running;

    private @Nullable OutboxSession session;
    private @Nullable BackOffExecution pauses;
    private long purgedAt = System.nanoTime();

    OutboxPublisher(OutboxKafka kafka, Stores stores, Lease lease, OutboxSettings settings, OutboxStatus status) {
        this.kafka = kafka;
        this.stores = stores;
        this.lease = lease;
        this.settings = settings;
        this.status = status;
    }

    /** There are new rows. */
    void wake() {
        wakeUps.release();
    }

    @Override
    public synchronized void start() {
        running = true;
        stopping.drainPermits();
        thread = Thread.ofPlatform().name("outbox").start(this::run);
    }

    /** Returns when the current batch is done, and another instance can have the lease. */
    @Override
    public synchronized void stop() {
        running = false;
        stopping.release();
        wakeUps.release();
        Thread publishing = thread;
        if (publishing == null) {
            return;
        }
        try {
            publishing.join(settings.lease());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void run() {
        while (running) {
            try {
                publishOnce();
            } catch (InterruptedException e) {
                log.debug("Interrupted", e);
            } catch (Throwable e) {
                failed(e);
            }
        }
        closeSession();
        try {
            lease.release();
        } catch (RuntimeException e) {
            log.info("The outbox's lease could not be released, it ends by itself: {}", e.toString());
        }
    }

    private void publishOnce() throws InterruptedException {
        if (!lease.hold()) {
            closeSession();
            status.measure(stores.table(), 0);
            succeeded();
            pause(settings.takeOverEvery());
            return;
        }
        OutboxSession active = session;
        if (active == null) {
            active = OutboxSession.open(kafka, stores, settings, this::checkLease);
            session = active;
            status.active(true);
        }
        int published = active.publishOldest();
        status.published(published);
        status.measure(stores.table(), active.mark());
        succeeded();
        purge();
        if (published == 0 && wakeUps.tryAcquire(settings.lookEvery().toMillis(), TimeUnit.MILLISECONDS)) {
            wakeUps.drainPermits();
        } else if (published > 0 && published < settings.batchSize()) {
            pause(settings.pause()); // a Kafka transaction costs the same for one event and for many
        }
    }

    private void checkLease() {
        if (!running || !lease.hold()) {
            throw new LeaseLostException();
        }
    }

    private void succeeded() {
        pauses = null;
        status.succeeded();
    }

    private void failed(Throwable e) {
        closeSession();
        lease.doubt();
        if (e instanceof LeaseLostException) {
            return;
        }
        status.failed(e);
        try {
            status.measure(stores.table(), 0);
        } catch (RuntimeException unknown) {
            log.debug("The outbox could not be measured", unknown);
        }
        BackOffExecution execution = pauses == null ? backOff().start() : pauses;
        pauses = execution;
        pause(Duration.ofMillis(execution.nextBackOff()));
    }

    private static ExponentialBackOff backOff() {
        ExponentialBackOff backOff = new ExponentialBackOff(100, 2);
        backOff.setMaxInterval(2_000);
        return backOff;
    }

    /** Ends early if the publisher is stopped. */
    private void pause(Duration pause) {
        try {
            if (stopping.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                stopping.release();
            }
        } catch (InterruptedException e) {
            log.debug("Interrupted", e);
        }
    }

    private void closeSession() {
        OutboxSession open = session;
        session = null;
        status.active(false);
        if (open != null) {
            open.close();
        }
    }

    private void purge() {
        if (System.nanoTime() - purgedAt < PURGE_EVERY.toNanos()) {
            return;
        }
        // a full chunk is followed by another after the next look
        if (stores.table().purgePublished(settings.keepPublished(), PURGED_AT_ONCE) < PURGED_AT_ONCE) {
            purgedAt = System.nanoTime();
        }
    }
}
