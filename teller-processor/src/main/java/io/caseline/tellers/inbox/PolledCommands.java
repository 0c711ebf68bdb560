package io.caseline.tellers.inbox;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messaging.DeadLetters;
import io.caseline.messaging.ListenerPositions;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.command.CommandBatch;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The commands of one poll. The listener's positions advance with their outcomes, so that no record is decided twice. */
final class PolledCommands implements CommandBatch {
    private final List<ConsumerRecord<String, AssociateTellerCard>> records;
    private final ListenerPositions positions;
    private final DeadLetters deadLetters;

    /** The records of the current transaction: {@link #take} sets them, {@link #sendDeadLetters} reads them. */
    private List<ConsumerRecord<String, AssociateTellerCard>> unhandled = List.of();

    PolledCommands(
            List<ConsumerRecord<String, AssociateTellerCard>> records,
            ListenerPositions positions,
            DeadLetters deadLetters) {
        this.records = records;
        this.positions = positions;
        this.deadLetters = deadLetters;
    }

    @Override
    public List<Command> take() {
        unhandled = positions.advance(records);
        return DeadLetters.readable(unhandled, AssociateTellerCard.class).stream()
                .map(CommandMessages::command)
                .toList();
    }

    @Override
    public void sendDeadLetters() {
        deadLetters.sendUnreadable(unhandled, AssociateTellerCard.class);
    }

    @Override
    public List<CommandBatch> singles() {
        return records.stream()
                .<CommandBatch>map(record -> new PolledCommands(List.of(record), positions, deadLetters))
                .toList();
    }
}
