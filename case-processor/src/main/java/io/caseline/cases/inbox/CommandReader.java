package io.caseline.cases.inbox;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.TraceParent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Translates records of the commands' topic. */
final class CommandReader {
    private CommandReader() {}

    static CaseCommand command(ConsumerRecord<String, SubmitCase> record) {
        SubmitCase value = record.value();
        return new CaseCommand(
                value.getCorrelationId(),
                value.getProgramCode(),
                value.getRequestId(),
                value.getReceivedAt(),
                value.getSealedCase(),
                MessageHeaders.waitUntil(record.headers()).orElse(null),
                TraceParent.of(record.headers()));
    }
}
