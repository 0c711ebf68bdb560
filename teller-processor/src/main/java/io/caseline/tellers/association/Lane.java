package io.caseline.tellers.association;

import io.caseline.tellers.feeplans.CardCoreAway;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
 * is over; each pause is longer than the one before. No batch is ever given up, and no command fails of it.
 */
final class Lane extends DefaultAfterRollbackProcessor<Object, Object> {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final TaskScheduler timer;
    private final InstantSource clock;
    private final BackOff pauses;
    private @Nullable BackOffExecution troubled;
    private String told = "";
    private boolean held;

    Lane(TaskScheduler timer, InstantSource clock, BackOff pauses, MeterRegistry meters) {
        super(new FixedBackOff(0, FixedBackOff.UNLIMITED_ATTEMPTS));
        this.timer = timer;
        this.clock = clock;
        this.pauses = pauses;
        Gauge.builder("caseline.tellers.held", this, lane -> lane.isTroubled() ? 1 : 0)
                .description("1 while trouble with the card core or the database holds the commands")
                .register(meters);
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
        hold(Objects.requireNonNull(container), exception);
    }

    /** The container calls it when a consumer that had failed has brought a batch to its end. */
    @Override
    public void clearThreadState() {
        super.clearThreadState();
        flows();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the timer logs what a task throws
    private synchronized void hold(MessageListenerContainer container, Exception exception) {
        if (held) {
            return;
        }
        held = true;
        if (troubled == null) {
            troubled = pauses.start();
        }
        tell(exception);
        container.pause();
        timer.schedule(() -> resume(container), clock.instant().plusMillis(troubled.nextBackOff()));
    }

    private synchronized void resume(MessageListenerContainer container) {
        held = false;
        container.resume();
    }

    private synchronized void flows() {
        if (!held && troubled != null) {
            troubled = null;
            told = "";
            log.info("Commands go on");
        }
    }

    private synchronized boolean isTroubled() {
        return troubled != null;
    }

    /** Once for each kind of trouble. */
    private void tell(Exception exception) {
        String trouble = trouble(exception);
        if (!trouble.equals(told)) {
            log.error("{}. Commands wait in Kafka; none fails", trouble);
        }
        told = trouble;
    }

    private static String trouble(Throwable e) {
        if (e instanceof CardCoreAway) {
            return String.valueOf(e.getMessage());
        }
        return e.getCause() == null ? "A batch failed of " + e.getClass().getName() : trouble(e.getCause());
    }
}
