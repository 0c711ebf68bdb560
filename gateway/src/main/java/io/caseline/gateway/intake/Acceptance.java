package io.caseline.gateway.intake;

import io.caseline.gateway.replies.Waiter;
import io.caseline.gateway.replies.Waiters;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.stereotype.Component;

/**
 * Makes a command durable and, if the caller wants, waits for its outcome. A command is accepted only once all in-sync
 * replicas have it.
 */
@Component
public class Acceptance {
    private static final Logger log = LoggerFactory.getLogger(Acceptance.class);

    /** Longest wait for a send permit; a send holds one for microseconds unless Kafka is away. */
    private static final Duration PERMIT_TIMEOUT = Duration.ofMillis(50);

    private final KafkaOperations<String, SpecificRecord> kafka;
    private final Waiters waiters;
    private final IntakeMetrics metrics;
    private final InstantSource clock;
    private final Semaphore sends;

    Acceptance(
            KafkaOperations<String, SpecificRecord> kafka,
            Waiters waiters,
            IntakeMetrics metrics,
            InstantSource clock,
            IntakeSettings settings) {
        this.kafka = kafka;
        this.waiters = waiters;
        this.metrics = metrics;
        this.clock = clock;
        this.sends = new Semaphore(settings.sends());
    }

    /** The result of a command within the wait. */
    public sealed interface Result {

        /** The processor's outcome came in time. */
        record Outcome(SpecificRecord event) implements Result {}

        /** Kafka has the command; its outcome is not known yet. */
        record Durable() implements Result {}

        /** Kafka did not confirm the command: the caller is to send it again. */
        record Unavailable() implements Result {}
    }

    /** Fetches the metadata of the command topics before the first request needs it. */
    @EventListener(ApplicationStartedEvent.class)
    void fetchMetadata() {
        try {
            kafka.partitionsFor(Topic.CASES_COMMANDS.topicName());
            kafka.partitionsFor(Topic.TELLERS_COMMANDS.topicName());
        } catch (KafkaException | org.apache.kafka.common.KafkaException e) {
            log.debug("The brokers did not answer; the first request will wait for the metadata", e);
        }
    }

    /**
     * Sends the command and reports once, on the thread that learns the result. If too many callers wait already, the
     * result is {@link Result.Durable} as soon as Kafka has the command.
     */
    public void accept(Command command, Exchange exchange, Consumer<Result> report) {
        // A send blocks its thread while Kafka is away and the topic's metadata is unknown: only a few threads may
        if (!acquireSend()) {
            report.accept(new Result.Unavailable());
            return;
        }
        ProducerRecord<String, SpecificRecord> record = command.record();
        exchange.trace().goWith(record.headers());
        Optional<Waiter> waiter = register(command, exchange, record);
        long start = System.nanoTime();
        try {
            CompletableFuture<?> sent = timed(kafka.send(record), start);
            waiter.ifPresentOrElse(waiting -> reportOutcome(waiting, sent, report), () -> reportDurable(sent, report));
        } catch (RuntimeException e) {
            waiter.ifPresent(Waiter::cancel);
            report.accept(unavailable(e));
        } finally {
            sends.release();
        }
    }

    private boolean acquireSend() {
        try {
            return sends.tryAcquire(PERMIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<Waiter> register(
            Command command, Exchange exchange, ProducerRecord<String, SpecificRecord> record) {
        Duration wait = exchange.preference().patience();
        if (wait.isZero()) {
            return Optional.empty();
        }
        Optional<Waiter> waiter = waiters.register(command.program(), command.correlationId(), command.sendId(), wait);
        waiter.ifPresent(waiting -> {
            MessageHeaders.waitUntil(clock.instant().plus(wait), record.headers());
            exchange.whenOver(waiting::cancel);
        });
        return waiter;
    }

    private void reportOutcome(Waiter waiter, CompletableFuture<?> sent, Consumer<Result> report) {
        var failing = sent.whenComplete((result, failure) -> {
            if (failure != null) {
                waiter.cancel(); // or the caller would learn of it only when the wait is over
            }
        });
        var unused = waiter.outcome().thenAccept(outcome -> {
            metrics.waited(outcome.isPresent());
            outcome.ifPresentOrElse(
                    event -> report.accept(new Result.Outcome(event)), () -> reportDurable(failing, report));
        });
    }

    private <T> CompletableFuture<T> timed(CompletableFuture<T> sent, long start) {
        return sent.whenComplete((result, failure) -> metrics.sent(failure == null, System.nanoTime() - start));
    }

    private static void reportDurable(CompletableFuture<?> sent, Consumer<Result> report) {
        var unused = sent.whenComplete(
                (result, failure) -> report.accept(failure == null ? new Result.Durable() : unavailable(failure)));
    }

    private static Result unavailable(Throwable failure) {
        log.debug("Kafka did not confirm a command", failure);
        return new Result.Unavailable();
    }
}
