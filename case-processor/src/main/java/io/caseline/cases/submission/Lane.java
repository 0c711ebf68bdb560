package io.caseline.cases.submission;

import io.caseline.cases.salesforce.SalesforceHealth;
import io.caseline.cases.salesforce.SalesforceTrouble;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
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
 */
final class Lane extends DefaultAfterRollbackProcessor<Object, Object> {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final SalesforceHealth health;
    private final TaskScheduler timer;
    private final InstantSource time;
    private final BackOff pauses;
    private @Nullable BackOffExecution troubled;
    private @Nullable Class<?> told;
    private boolean held;

    Lane(SalesforceHealth health, TaskScheduler timer, InstantSource time, BackOff pauses) {
        super(new FixedBackOff(0, FixedBackOff.UNLIMITED_ATTEMPTS));
        this.health = health;
        this.timer = timer;
        this.time = time;
        this.pauses = pauses;
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
        tell(container, exception);
        container.pause();
        timer.schedule(() -> resume(container), time.instant().plusMillis(troubled.nextBackOff()));
    }

    private synchronized void resume(MessageListenerContainer container) {
        held = false;
        health.tryAgain();
        container.resume();
    }

    private synchronized void flows() {
        if (!held) {
            troubled = null;
            told = null;
        }
    }

    /** Once for each kind of trouble; that with Salesforce is told by {@link SalesforceHealth}. */
    private void tell(MessageListenerContainer container, Exception exception) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(exception);
        if (!isTroubleWithSalesforce(exception) && !cause.getClass().equals(told)) {
            log.error("{} holds: a batch could not be brought to its end", container.getListenerId(), exception);
        }
        told = cause.getClass();
    }

    private static boolean isTroubleWithSalesforce(@Nullable Throwable e) {
        return e != null && (e instanceof SalesforceTrouble || isTroubleWithSalesforce(e.getCause()));
    }
}
