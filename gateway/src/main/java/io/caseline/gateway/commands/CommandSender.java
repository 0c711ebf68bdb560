package io.caseline.gateway.commands;

import io.caseline.gateway.replies.Waiter;
import io.caseline.gateway.replies.Waiters;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import io.caseline.schemas.TraceParent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.stereotype.Component;

/**
 * Makes a command durable and, if the caller wants, waits for its reply. A command is accepted only when all in-sync
 * replicas have it.
 */
@Component
public class CommandSender {
    private static final Logger log = LoggerFactory.getLogger(CommandSender.class);

    /** As long as a send blocks while Kafka is unavailable ({@code max.block.ms}). */
    private static final Duration STALL = Duration.ofSeconds(1);

    private final KafkaOperations<String, SpecificRecord> kafka;
    private final Waiters waiters;
    private final CommandMetrics metrics;
    private final InstantSource clock;
    private final SendPermits sends;

    CommandSender(
            KafkaOperations<String, SpecificRecord> kafka,
            Waiters waiters,
            CommandMetrics metrics,
            InstantSource clock,
            CommandSettings settings) {
        this.kafka = kafka;
        this.waiters = waiters;
        this.metrics = metrics;
        this.clock = clock;
        this.sends = new SendPermits(settings.maxConcurrentSends(), STALL);
    }

    /** How far a command got within the wait. */
    public sealed interface Delivery {

        /** The processor's reply came in time. */
        record Replied(SpecificRecord reply) implements Delivery {}

        /** Kafka has the command; its outcome is not known yet. */
        record Durable() implements Delivery {}

        /** Kafka did not confirm the command: the caller has to send it again. */
        record Unavailable() implements Delivery {}
    }

    /** Fetches the metadata of the command topics before the first request needs it. */
    @EventListener(ApplicationStartedEvent.class)
    void fetchMetadata() {
        try {
            kafka.partitionsFor(Topic.CASES_COMMANDS.topicName());
            kafka.partitionsFor(Topic.TELLERS_COMMANDS.topicName());
        } catch (KafkaException | org.apache.kafka.common.KafkaException e) {
            log.debug("The brokers did not respond; the first request will wait for the metadata", e);
        }
    }

    /**
     * Sends the command. If too many callers wait already, the delivery is {@link Delivery.Durable} as soon as Kafka has
     * the command. Cancelling the future ends the wait.
     *
     * @param wait how long the caller waits for the reply; zero not to wait
     * @param sent runs when Kafka has the command, or when it is clear that it does not get it
     */
    public CompletableFuture<Delivery> send(Command command, TraceParent trace, Duration wait, Runnable sent) {
        // A send blocks while metadata is missing, so only a few threads may send at once
        if (!sends.acquire()) {
            return CompletableFuture.completedFuture(new Delivery.Unavailable());
        }
        ProducerRecord<String, SpecificRecord> record = command.record();
        trace.addTo(record.headers());
        // Before the send: the reply may come before Kafka confirms it
        Optional<Waiter> waiter = register(command, wait, record);
        long start = System.nanoTime();
        boolean gotThrough = false;
        try {
            CompletableFuture<Delivery> confirmed = kafka.send(record).handle((result, failure) -> {
                sent.run();
                return deliveryOf(failure, start);
            });
            gotThrough = true;
            return waiter.map(waiting -> awaitReply(waiting, confirmed, start)).orElse(confirmed);
        } catch (RuntimeException e) {
            Delivery unavailable = unavailable(e);
            waiter.ifPresent(waiting -> {
                waiting.cancel();
                metrics.waited(unavailable, since(start));
            });
            return CompletableFuture.completedFuture(unavailable);
        } finally {
            sends.release(gotThrough);
        }
    }

    private Optional<Waiter> register(Command command, Duration wait, ProducerRecord<String, SpecificRecord> record) {
        if (wait.isZero()) {
            return Optional.empty();
        }
        Optional<Waiter> waiter = waiters.register(command.caller(), command.correlationId(), command.sendId(), wait);
        waiter.ifPresent(waiting -> MessageHeaders.addWaitUntil(clock.instant().plus(wait), record.headers()));
        return waiter;
    }

    private Delivery deliveryOf(@Nullable Throwable failure, long start) {
        metrics.sent(failure == null, since(start));
        return failure == null ? new Delivery.Durable() : unavailable(failure);
    }

    /** The reply, or whether Kafka has the command when the wait is over. */
    private CompletableFuture<Delivery> awaitReply(Waiter waiter, CompletableFuture<Delivery> confirmed, long start) {
        CompletableFuture<Delivery> delivery = waiter.reply()
                .thenCompose(reply -> reply.isPresent()
                        ? CompletableFuture.completedFuture(new Delivery.Replied(reply.get()))
                        : confirmed);
        var unusedFailure = confirmed.thenAccept(delivered -> {
            if (delivered instanceof Delivery.Unavailable) {
                waiter.cancel(); // the caller learns of it now, not at the end of the wait
            }
        });
        var unusedCount = delivery.thenAccept(delivered -> metrics.waited(delivered, since(start)));
        var unusedEnd = delivery.whenComplete((delivered, failure) -> waiter.cancel());
        return delivery;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Delivery unavailable(Throwable failure) {
        log.debug("Kafka did not confirm a command", failure);
        return new Delivery.Unavailable();
    }
}
