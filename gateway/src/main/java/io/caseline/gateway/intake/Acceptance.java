package io.caseline.gateway.intake;

import io.caseline.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.kafka.requestreply.RequestReplyFuture;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.stereotype.Component;

/**
 * Makes a command durable and, if the caller wants, waits for what became of it. Nothing is called accepted before all
 * in-sync replicas have the command.
 */
@Component
public class Acceptance {
    private static final Logger log = LoggerFactory.getLogger(Acceptance.class);

    /** For a place among those who hand commands to Kafka; they have it for microseconds unless Kafka is away. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final ReplyingKafkaTemplate<String, SpecificRecord, SpecificRecord> kafka;
    private final WaitTimers timers;
    private final IntakeMetrics metrics;
    private final Semaphore sends;
    private final int waitersOfAScope;
    private final Map<String, Semaphore> waiters = new ConcurrentHashMap<>();

    Acceptance(
            ReplyingKafkaTemplate<String, SpecificRecord, SpecificRecord> kafka,
            WaitTimers timers,
            IntakeMetrics metrics,
            IntakeSettings settings) {
        this.kafka = kafka;
        this.timers = timers;
        this.sends = new Semaphore(settings.sends());
        this.waitersOfAScope = settings.waiting();
        this.metrics = metrics;
    }

    /** What became of a command within the wait. */
    public sealed interface Result {

        /** The processor's outcome came in time. */
        record Outcome(SpecificRecord event) implements Result {}

        /** Kafka has the command; its outcome is not known yet. */
        record Durable() implements Result {}

        /** Kafka did not confirm the command: the caller is to send it again. */
        record Unavailable() implements Result {}
    }

    /**
     * Produces the command and reports once, on whichever thread learns of the result. Who may not wait, because too many
     * of the same scope do already, is told as soon as the command is durable.
     *
     * @param scope the program or merchant
     * @param replies where the processor sends its outcome if somebody waits
     */
    public void accept(
            Topic commands,
            Topic replies,
            String scope,
            String key,
            SpecificRecord command,
            Exchange exchange,
            Consumer<Result> report) {
        // A send blocks its thread while Kafka is away and nothing is known of the topic: no more than a few may
        if (!mayTry()) {
            report.accept(new Result.Unavailable());
            return;
        }
        ProducerRecord<String, SpecificRecord> record = new ProducerRecord<>(commands.topicName(), key, command);
        exchange.trace().goWith(record.headers());
        long start = System.nanoTime();
        Semaphore waiting = waiters.computeIfAbsent(scope, name -> new Semaphore(waitersOfAScope));
        boolean waits = !exchange.preference().patience().isZero() && waiting.tryAcquire();
        try {
            if (waits) {
                request(record, replies, exchange, start, report, waiting::release);
            } else {
                reportDurable(timed(kafka.send(record), start), report);
            }
        } catch (RuntimeException e) {
            if (waits) {
                waiting.release();
            }
            report.accept(unavailable(e));
        } finally {
            sends.release();
        }
    }

    private boolean mayTry() {
        try {
            return sends.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void request(
            ProducerRecord<String, SpecificRecord> record,
            Topic replies,
            Exchange exchange,
            long start,
            Consumer<Result> report,
            Runnable waited) {
        record.headers().add(KafkaHeaders.REPLY_TOPIC, replies.topicName().getBytes(StandardCharsets.UTF_8));
        RequestReplyFuture<String, SpecificRecord, SpecificRecord> reply =
                kafka.sendAndReceive(record, exchange.preference().patience());
        ScheduledFuture<?> timer = timers.latest();
        CompletableFuture<?> sent = timed(Objects.requireNonNull(reply.getSendFuture()), start);
        var failing = sent.whenComplete((result, failure) -> {
            if (failure != null) {
                reply.completeExceptionally(failure); // or the caller would learn of it only when the wait is over
            }
        });
        var unused = reply.whenComplete((outcome, failure) -> {
            waited.run();
            metrics.waited(failure == null);
            if (failure == null) {
                timer.cancel(false);
                report.accept(new Result.Outcome(outcome.value()));
            } else {
                reportDurable(failing, report);
            }
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
