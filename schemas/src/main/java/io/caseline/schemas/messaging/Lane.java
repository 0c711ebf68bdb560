package io.caseline.schemas.messaging;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ContainerProperties.EOSMode;
import org.springframework.kafka.listener.DefaultAfterRollbackProcessor;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.FixedBackOff;

/**
 * What happens when a batch could not be brought to its end: the transaction is rolled back, the whole batch will be
 * read again, and the lane holds. Its container polls on, so it keeps its partitions, but gets nothing until the pause
 * is over; each pause is longer than the one before. No batch is ever given up.
 *
 * <p>A rebalance while the batch was in work is no such trouble: whoever owns its partitions now reads it again at once.
 */
public final class Lane extends DefaultAfterRollbackProcessor<Object, Object> {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    /** A group that settles costs one consumer two or three batches; what comes more often in a row is trouble. */
    private static final int EVERYDAY_REBALANCES = 5;

    private static final long WHILE_IT_SETTLES = 100;

    private final String name;
    private final TaskScheduler timer;
    private final InstantSource time;
    private final BackOff pauses;
    private final Function<Throwable, Optional<String>> words;
    private final Runnable beforeNextTry;

    /** The consumers, each by its thread, that have a batch done but for the commit; and their rebalances in a row. */
    private final Set<Thread> atTheCommit = new HashSet<>();

    private final Map<Thread, Integer> rebalances = new WeakHashMap<>();
    private @Nullable BackOffExecution troubled;
    private String told = "";
    private boolean held;

    /**
     * @param name who holds, in the log
     * @param pauses between two tries
     * @param words of a kind of trouble that the application knows, to be told once; empty words if it tells of it
     *     elsewhere. Of others the stack trace is logged, once for each kind in a row
     * @param beforeNextTry is run when a pause is over
     */
    public Lane(
            String name,
            TaskScheduler timer,
            InstantSource time,
            BackOff pauses,
            Function<Throwable, Optional<String>> words,
            Runnable beforeNextTry) {
        super(new FixedBackOff(0, FixedBackOff.UNLIMITED_ATTEMPTS));
        this.name = name;
        this.timer = timer;
        this.time = time;
        this.pauses = pauses;
        this.words = words;
        this.beforeNextTry = beforeNextTry;
        RollbackNoise.keepOut();
    }

    /** A lane without words of its own for any trouble, and with nothing to be done before the next try. */
    public Lane(String name, TaskScheduler timer, InstantSource time, BackOff pauses) {
        this(name, timer, time, pauses, e -> Optional.empty(), () -> {});
    }

    /** The factory's containers, whose listeners take batches in Kafka transactions, are to be this lane. */
    public void take(ConcurrentKafkaListenerContainerFactory<Object, Object> containers) {
        containers.setAfterRollbackProcessor(this);
        containers.setBatchInterceptor(new Ends());
    }

    /**
     * The same for listeners outside of Kafka's transactions, to which a batch may come twice. Nothing of a batch that
     * failed is acknowledged.
     */
    public void takeWithoutTransactions(ConcurrentKafkaListenerContainerFactory<Object, Object> containers) {
        containers.getContainerProperties().setKafkaAwareTransactionManager(null);
        containers.setCommonErrorHandler(new ReadAgain());
        containers.setBatchInterceptor(new Ends());
    }

    /** Whether a batch has failed since the last one that was brought to its end. */
    public synchronized boolean isTroubled() {
        return troubled != null;
    }

    @Override
    public void processBatch(
            ConsumerRecords<Object, Object> records,
            List<ConsumerRecord<Object, Object>> list,
            Consumer<Object, Object> consumer,
            @Nullable MessageListenerContainer container,
            Exception exception,
            boolean recoverable,
            EOSMode eosMode) {
        super.processBatch(records, list, consumer, container, exception, recoverable, eosMode);
        failed(Objects.requireNonNull(container), exception);
    }

    private synchronized void failed(MessageListenerContainer container, Exception exception) {
        atTheCommit.remove(Thread.currentThread());
        int inARow = isRebalance(exception) ? rebalances.merge(Thread.currentThread(), 1, Integer::sum) : 0;
        if (inARow == 0 || inARow > EVERYDAY_REBALANCES) {
            hold(container, exception);
            return;
        }
        log.info("{}: partitions moved while a batch was in work; it is read again", name);
        if (inARow > 1) {
            pause(container, WHILE_IT_SETTLES << (inARow - 2));
        }
    }

    /** The broker's no to the offsets of a consumer that is of another generation of its group, or of it no more. */
    private static boolean isRebalance(Exception exception) {
        return NestedExceptionUtils.getMostSpecificCause(exception) instanceof CommitFailedException;
    }

    private void hold(MessageListenerContainer container, Exception exception) {
        if (held) {
            return;
        }
        if (troubled == null) {
            troubled = pauses.start();
        }
        tell(exception);
        pause(container, troubled.nextBackOff());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the timer logs what a task throws
    private void pause(MessageListenerContainer container, long millis) {
        if (held) {
            return;
        }
        held = true;
        container.pause();
        timer.schedule(() -> resume(container), time.instant().plusMillis(millis));
    }

    private synchronized void resume(MessageListenerContainer container) {
        held = false;
        beforeNextTry.run();
        container.resume();
    }

    private synchronized void atTheCommit() {
        atTheCommit.add(Thread.currentThread());
    }

    /** The consumer is about to poll, or stops. */
    private synchronized void turned() {
        if (!atTheCommit.remove(Thread.currentThread())) {
            return;
        }
        rebalances.remove(Thread.currentThread());
        if (held || troubled == null) {
            return;
        }
        troubled = null;
        if (!told.isEmpty()) {
            log.info("{} goes on", name);
        }
        told = "";
    }

    private void tell(Exception exception) {
        Optional<String> known = Stream.<Throwable>iterate(exception, Objects::nonNull, Throwable::getCause)
                .map(e -> e instanceof RegistryTrouble ? Optional.ofNullable(e.getMessage()) : words.apply(e))
                .flatMap(Optional::stream)
                .findFirst();
        String kind = known.orElseGet(() ->
                NestedExceptionUtils.getMostSpecificCause(exception).getClass().getName());
        if (!kind.isEmpty() && !kind.equals(told)) {
            log.error(
                    "{} holds: {}. Commands wait in Kafka; none fails",
                    name,
                    known.orElse("a batch could not be brought to its end"),
                    known.isPresent() ? null : exception);
        }
        told = kind;
    }

    /** A container tells its after-rollback processor of a batch's end only if the listener, not the commit, failed. */
    private final class Ends implements BatchInterceptor<Object, Object> {
        @Override
        public ConsumerRecords<Object, Object> intercept(
                ConsumerRecords<Object, Object> records, Consumer<Object, Object> consumer) {
            return records;
        }

        @Override
        public void success(ConsumerRecords<Object, Object> records, Consumer<Object, Object> consumer) {
            atTheCommit();
        }

        @Override
        public void clearThreadState(Consumer<?, ?> consumer) {
            turned();
        }
    }

    /** Has the batch sought again, as after a rollback. */
    private final class ReadAgain implements CommonErrorHandler {
        @Override
        @SuppressWarnings("unchecked")
        public void handleBatch(
                Exception exception,
                ConsumerRecords<?, ?> records,
                Consumer<?, ?> consumer,
                MessageListenerContainer container,
                Runnable listener) {
            List<ConsumerRecord<Object, Object>> list = new ArrayList<>(records.count());
            records.forEach(record -> list.add((ConsumerRecord<Object, Object>) record));
            processBatch(
                    (ConsumerRecords<Object, Object>) records,
                    list,
                    (Consumer<Object, Object>) consumer,
                    container,
                    exception,
                    false,
                    EOSMode.V2);
        }

        @Override
        public boolean seeksAfterHandling() {
            return true;
        }

        @Override
        public boolean isAckAfterHandle() {
            return false;
        }
    }
}
