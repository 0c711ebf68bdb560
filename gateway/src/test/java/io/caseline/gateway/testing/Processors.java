package io.caseline.gateway.testing;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaOperations;

/** Stands in for both processors: keeps every command, and replies to those whose senders wait. */
@Configuration
public class Processors {
    /** For all gateways of the test run: the processors of each read the commands of every other. */
    private static final AtomicBoolean REPLIES_PAUSED = new AtomicBoolean();

    private final List<ConsumerRecord<String, ?>> commands = new CopyOnWriteArrayList<>();
    private final KafkaOperations<String, SpecificRecord> kafka;
    private volatile CaseEventType caseOutcome = CaseEventType.CREATED;
    private volatile String failure = "";
    private volatile String reason = "SUCCESS";
    private volatile int code;

    Processors(KafkaOperations<String, SpecificRecord> kafka) {
        this.kafka = kafka;
    }

    public List<ConsumerRecord<String, ?>> commands() {
        return commands;
    }

    /** The commands of this request, as soon as there are so many. */
    public List<ConsumerRecord<String, ?>> commands(String requestId, int count) {
        return Awaitility.await()
                .until(
                        () -> commands.stream()
                                .filter(command -> requestId(command.value()).equals(requestId))
                                .toList(),
                        found -> found.size() == count);
    }

    public void pauseReplies(boolean paused) {
        REPLIES_PAUSED.set(paused);
    }

    public void createCases() {
        caseOutcome = CaseEventType.CREATED;
    }

    public void refuseCases(String failureCode) {
        caseOutcome = CaseEventType.FAILED;
        failure = failureCode;
    }

    /** As if an operator discarded each case that Salesforce refuses with this code. */
    public void discardCases(String failureCode) {
        caseOutcome = CaseEventType.DISCARDED;
        failure = failureCode;
    }

    public void decide(int responseCode, String because) {
        code = responseCode;
        reason = because;
    }

    @KafkaListener(topics = Topic.Names.CASES_COMMANDS)
    void cases(List<ConsumerRecord<String, SubmitCase>> records) {
        for (ConsumerRecord<String, SubmitCase> record : records) {
            commands.add(record);
            reply(record, Topic.Names.CASES_REPLIES, caseEvent(record.value()));
        }
    }

    @KafkaListener(topics = Topic.Names.TELLERS_COMMANDS)
    void tellers(List<ConsumerRecord<String, AssociateTellerCard>> records) {
        for (ConsumerRecord<String, AssociateTellerCard> record : records) {
            commands.add(record);
            reply(record, Topic.Names.TELLERS_REPLIES, tellerEvent(record.value()));
        }
    }

    /** Replies to this command although replies are paused. */
    public void replyTo(ConsumerRecord<String, ?> command) {
        switch (command.value()) {
            case SubmitCase submit -> sendReply(command, Topic.Names.CASES_REPLIES, caseEvent(submit));
            case AssociateTellerCard associate ->
                sendReply(command, Topic.Names.TELLERS_REPLIES, tellerEvent(associate));
            default -> throw new IllegalArgumentException("no command");
        }
    }

    private void reply(ConsumerRecord<String, ?> command, String topic, SpecificRecord event) {
        if (!REPLIES_PAUSED.get() && MessageHeaders.waitUntil(command.headers()).isPresent()) {
            sendReply(command, topic, event);
        }
    }

    private void sendReply(ConsumerRecord<String, ?> command, String topic, SpecificRecord event) {
        ProducerRecord<String, SpecificRecord> reply = new ProducerRecord<>(topic, command.key(), event);
        MessageHeaders.addCorrelationId(correlationId(command.value()), reply.headers());
        if (List.of(860, 870, 1000).contains(code)) {
            MessageHeaders.addSendId(MessageHeaders.sendId(command.headers()).orElseThrow(), reply.headers());
        }
        kafka.send(reply).join();
    }

    private static String requestId(Object command) {
        return command instanceof SubmitCase submit
                ? submit.getRequestId().toString()
                : ((AssociateTellerCard) command).getRequestId();
    }

    private static UUID correlationId(Object command) {
        return command instanceof SubmitCase submit
                ? submit.getCorrelationId()
                : ((AssociateTellerCard) command).getCorrelationId();
    }

    private CaseEvent caseEvent(SubmitCase command) {
        boolean failed = caseOutcome != CaseEventType.CREATED;
        return CaseEvent.newBuilder()
                .setEventId(UUID.randomUUID())
                .setType(caseOutcome)
                .setCorrelationId(command.getCorrelationId())
                .setProgramCode(command.getProgramCode())
                .setRequestId(command.getRequestId())
                .setCaseNumber(failed ? null : "00001027")
                .setFailureCode(failed ? failure : null)
                .setReceivedAt(command.getReceivedAt())
                .setOccurredAt(Instant.ofEpochMilli(1_700_000_000_123L))
                .build();
    }

    private TellerEvent tellerEvent(AssociateTellerCard command) {
        return TellerEvent.newBuilder()
                .setEventId(UUID.randomUUID())
                .setType(code == 0 ? TellerEventType.ASSOCIATED : TellerEventType.REJECTED)
                .setCorrelationId(command.getCorrelationId())
                .setRequestId(command.getRequestId())
                .setMerchantId(command.getMerchantId())
                .setStoreId(command.getStoreId())
                .setTellerId(command.getTellerId())
                .setResponseCode(code)
                .setReason(reason)
                .setReceivedAt(command.getReceivedAt())
                .setOccurredAt(Instant.ofEpochMilli(1_700_000_000_123L))
                .build();
    }
}
