package io.caseline.tellers.inbox;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.TraceParent;
import io.caseline.tellers.command.Command;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Translates the contract's message into this module's command. */
final class CommandMessages {

    private CommandMessages() {}

    static Command command(ConsumerRecord<String, AssociateTellerCard> record) {
        AssociateTellerCard message = record.value();
        String registerId = message.getRegisterId();
        return Command.fromKafka(
                MessageHeaders.sendId(record.headers()),
                MessageHeaders.waitUntil(record.headers()),
                TraceParent.of(record.headers()),
                message.getRespondAsync(),
                message.getCorrelationId(),
                storable(message.getRequestId()),
                storable(message.getMerchantId()),
                storable(message.getStoreId()),
                registerId == null ? null : storable(registerId),
                storable(message.getTellerId()),
                message.getAccountIdentifier(),
                message.getSealedAccountNumber(),
                message.getReceivedAt());
    }

    /** PostgreSQL stores every character in a text except this one; no entity has it in its name. */
    private static String storable(String id) {
        return Objects.requireNonNull(id).replace('\0', '\uFFFD');
    }
}
