package io.caseline.tellers.association;

import io.caseline.messages.TellerEvent;
import io.caseline.messaging.ReplySender;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.stereotype.Component;

/** Replies to callers who wait, after the outcome is committed. */
@Component
class AssociationReplies {
    /** The gateway's clock may go so much before ours. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);

    private final ReplySender sender;
    private final InstantSource clock;

    AssociationReplies(ReplySender sender, InstantSource clock) {
        this.sender = sender;
        this.clock = clock;
    }

    void send(List<Answer> answers) {
        Instant now = clock.instant();
        answers.stream()
                .filter(answer -> !answer.isDeferred() && isAwaited(answer.submission(), now))
                .forEach(answer -> sender.send(reply(answer)));
    }

    private static boolean isAwaited(Submission submission, Instant now) {
        return submission
                .waitUntil()
                .map(until -> until.plus(CLOCK_DIFFERENCE).isAfter(now))
                .orElse(false);
    }

    /** A final outcome is for everybody who waits for the request, another one for the caller of this send alone. */
    private static ProducerRecord<String, Object> reply(Answer answer) {
        Submission submission = answer.submission();
        TellerEvent event = TellerMessages.event(answer);
        ProducerRecord<String, Object> reply =
                new ProducerRecord<>(Topic.Names.TELLERS_REPLIES, submission.key(), event);
        MessageHeaders.correlationId(submission.correlationId(), reply.headers());
        if (!answer.outcome().reason().isFinal()) {
            submission.sendId().ifPresent(id -> MessageHeaders.sendId(id, reply.headers()));
        }
        submission.trace().ifPresent(trace -> trace.goWith(reply.headers()));
        return reply;
    }
}
