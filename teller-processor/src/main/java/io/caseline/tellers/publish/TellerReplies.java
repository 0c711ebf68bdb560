package io.caseline.tellers.publish;

import io.caseline.messaging.ReplySender;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.outcome.DecidedCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.stereotype.Component;

/** Sends replies to callers who wait, after the outcome is committed. */
@Component
public class TellerReplies {
    /** How far the gateway's clock may be behind this one. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);

    private final ReplySender sender;
    private final InstantSource clock;

    public TellerReplies(ReplySender sender, InstantSource clock) {
        this.sender = sender;
        this.clock = clock;
    }

    public void send(List<DecidedCommand> decided) {
        Instant now = clock.instant();
        decided.stream()
                .filter(command -> command.hasReply() && isAwaited(command.command(), now))
                .forEach(command -> sender.send(reply(command)));
    }

    private static boolean isAwaited(Command command, Instant now) {
        return command.waitUntil()
                .map(until -> until.plus(CLOCK_DIFFERENCE).isAfter(now))
                .orElse(false);
    }

    /** A final outcome is for everybody who waits for the command, any other for the caller of this send alone. */
    private static ProducerRecord<String, Object> reply(DecidedCommand decided) {
        Command command = decided.command();
        ProducerRecord<String, Object> reply =
                new ProducerRecord<>(Topic.Names.TELLERS_REPLIES, command.key(), TellerEvents.message(decided));
        MessageHeaders.addCorrelationId(command.correlationId(), reply.headers());
        if (!decided.outcome().reason().isFinal()) {
            command.sendId().ifPresent(id -> MessageHeaders.addSendId(id, reply.headers()));
        }
        command.trace().ifPresent(trace -> trace.addTo(reply.headers()));
        return reply;
    }
}
