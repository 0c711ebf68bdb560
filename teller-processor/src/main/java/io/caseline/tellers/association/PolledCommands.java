package io.caseline.tellers.association;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messaging.DeadLetters;
import io.caseline.messaging.ListenerPositions;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Commands of one poll. The listener's positions advance with their outcomes, so no record is decided twice. */
final class PolledCommands implements CommandBatch {
    private final List<ConsumerRecord<String, AssociateTellerCard>> records;
    private final ListenerPositions positions;
    private final DeadLetters deadLetters;
    private List<ConsumerRecord<String, AssociateTellerCard>> claimed = List.of();

    PolledCommands(
            List<ConsumerRecord<String, AssociateTellerCard>> records,
            ListenerPositions positions,
            DeadLetters deadLetters) {
        this.records = records;
        this.positions = positions;
        this.deadLetters = deadLetters;
    }

    @Override
    public List<Submission> claim() {
        claimed = positions.advance(records);
        return DeadLetters.readable(claimed, AssociateTellerCard.class).stream()
                .map(TellerMessages::submission)
                .toList();
    }

    /** Only now: while the database cannot keep the others, nothing is dead-lettered again with each try. */
    @Override
    public void beforeCommit() {
        deadLetters.setAside(claimed, AssociateTellerCard.class);
    }

    @Override
    public List<CommandBatch> singles() {
        return records.stream()
                .<CommandBatch>map(record -> new PolledCommands(List.of(record), positions, deadLetters))
                .toList();
    }
}
