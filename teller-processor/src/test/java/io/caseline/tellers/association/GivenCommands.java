package io.caseline.tellers.association;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.Topic;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Commands that come from a test, past Kafka. */
record GivenCommands(List<Submission> submissions) implements CommandBatch {

    static GivenCommands of(AssociateTellerCard... commands) {
        return of(List.of(commands));
    }

    static GivenCommands of(List<AssociateTellerCard> commands) {
        return new GivenCommands(
                commands.stream().map(GivenCommands::submission).toList());
    }

    static Submission submission(AssociateTellerCard command) {
        return TellerMessages.submission(new ConsumerRecord<>(Topic.Names.TELLERS_COMMANDS, 0, 0, "key", command));
    }

    @Override
    public List<Submission> claim() {
        return submissions;
    }

    @Override
    public List<CommandBatch> singles() {
        return submissions.stream()
                .<CommandBatch>map(submission -> new GivenCommands(List.of(submission)))
                .toList();
    }
}
