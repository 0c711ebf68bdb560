package io.caseline.tellers.association;

import io.caseline.schemas.Topic;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends what was put off again once it is due: the listener decides it as it decides any command. A deferral is dropped
 * after Kafka has its command for certain. A crash in between sends it twice, and the second one finds it decided.
 */
@Component
class DeferralPublisher {
    private static final Logger log = LoggerFactory.getLogger(DeferralPublisher.class);

    private final Deferrals deferrals;
    private final KafkaOperations<String, Object> kafka;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    DeferralPublisher(
            Deferrals deferrals,
            KafkaOperations<String, Object> kafka,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.deferrals = deferrals;
        this.kafka = kafka;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Runs whether or not deferral is enabled: what was put off before is still to be decided. */
    @Scheduled(fixedDelayString = "${caseline.tellers.deferral.look-every:10s}")
    void sendDue() {
        int sent;
        do {
            sent = Objects.requireNonNull(transaction.execute(status -> sendSome()));
        } while (deferrals.isFullBatch(sent));
    }

    private int sendSome() {
        List<Deferrals.Deferral> due = deferrals.lockDue(clock.instant());
        if (due.isEmpty()) {
            return 0;
        }
        send(due);
        deferrals.drop(due.stream().map(Deferrals.Deferral::correlationId).toList());
        log.info("{} requests put off are due and sent again", due.size());
        return due.size();
    }

    /** Returns after Kafka's commit. */
    void send(List<Deferrals.Deferral> due) {
        kafka.executeInTransaction(producer -> {
            due.forEach(deferral -> {
                ProducerRecord<String, Object> record =
                        new ProducerRecord<>(Topic.Names.TELLERS_COMMANDS, deferral.key(), content(deferral.command()));
                record.headers().add(TellerMessages.SENT_AGAIN, new byte[0]);
                deferral.trace().ifPresent(trace -> trace.goWith(record.headers()));
                var unused = producer.send(record);
            });
            return true;
        });
    }

    private static byte[] content(ByteBuffer command) {
        byte[] content = new byte[command.remaining()];
        command.duplicate().get(content);
        return content;
    }
}
