package io.caseline.gateway.replies;

import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.registry.MessageDeserializer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Passes replies on to the waiters. Each gateway reads the replies of all gateways: a reply without a waiter here is
 * dropped by its header, before its value is deserialized.
 */
@Component
class ReplyRouter {
    private static final Logger log = LoggerFactory.getLogger(ReplyRouter.class);

    private final Waiters waiters;
    private final MessageDeserializer deserializer = new MessageDeserializer();
    private final Counter awaited;
    private final Counter notAwaited;
    private final Counter unreadable;
    private String lastProblem = "";

    ReplyRouter(Waiters waiters, ConsumerFactory<?, ?> consumers, MeterRegistry meters) {
        this.waiters = waiters;
        deserializer.configure(consumers.getConfigurationProperties(), false);
        awaited = meters.counter("caseline.replies", "result", "awaited");
        notAwaited = meters.counter("caseline.replies", "result", "not_awaited");
        unreadable = meters.counter("caseline.replies", "result", "unreadable");
    }

    void route(ConsumerRecord<byte[], byte[]> reply) {
        Optional<UUID> correlationId = MessageHeaders.correlationId(reply.headers());
        if (correlationId.isEmpty() || !waiters.areWaiting(correlationId.get())) {
            notAwaited.increment();
            return;
        }
        try {
            pass(correlationId.get(), reply);
            awaited.increment();
        } catch (RuntimeException e) {
            // the caller gets 202 at the end of the wait, and can query the status
            unreadable.increment();
            logChange(reply.topic() + ": " + e.getMessage());
        }
    }

    private void pass(UUID correlationId, ConsumerRecord<byte[], byte[]> reply) {
        SpecificRecord value = deserializer.deserialize(reply.topic(), reply.headers(), reply.value());
        if (value == null) {
            throw new IllegalArgumentException("a reply without a value");
        }
        waiters.receive(new Reply(correlationId, MessageHeaders.sendId(reply.headers()), value));
    }

    /** One line for a new problem, not one for each reply. */
    private void logChange(String problem) {
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            log.warn("A reply could not be read: {}", problem);
        }
    }
}
