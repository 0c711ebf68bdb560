package io.caseline.cases.publish;

import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.messaging.ReplySender;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.MessageKeys;
import io.caseline.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.stereotype.Component;

/** Sends replies to callers who wait, after the outcome is committed. */
@Component
public class CaseReplies {
    /**
     * How far the clocks of gateway and processor may differ before a caller who waits gets no reply. More than in the
     * teller-processor: cases are far fewer, so a reply that nobody waits for costs nothing here.
     */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(30);

    private final ReplySender sender;
    private final InstantSource clock;

    CaseReplies(ReplySender sender, InstantSource clock) {
        this.sender = sender;
        this.clock = clock;
    }

    public void send(Collection<LedgerEntry> entries) {
        Instant earliest = clock.instant().minus(CLOCK_DIFFERENCE);
        entries.stream().filter(entry -> entry.isAwaited(earliest)).forEach(entry -> sender.send(reply(entry)));
    }

    /** The reply that every gateway passes on to the callers who wait for this correlation id. */
    private static ProducerRecord<String, Object> reply(LedgerEntry entry) {
        ProducerRecord<String, Object> reply = new ProducerRecord<>(
                Topic.Names.CASES_REPLIES, MessageKeys.ofCase(entry.correlationId()), CaseEvents.message(entry));
        MessageHeaders.addCorrelationId(entry.correlationId(), reply.headers());
        entry.trace().ifPresent(trace -> trace.addTo(reply.headers()));
        return reply;
    }
}
