package io.caseline.tellers.inbox;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.Topic;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.command.CommandBatch;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Commands that come from a test, without Kafka. */
public record GivenCommands(List<Command> commands) implements CommandBatch {

    public static GivenCommands of(AssociateTellerCard... messages) {
        return of(List.of(messages));
    }

    public static GivenCommands of(List<AssociateTellerCard> messages) {
        return new GivenCommands(messages.stream().map(GivenCommands::command).toList());
    }

    public static Command command(AssociateTellerCard message) {
        return CommandMessages.command(new ConsumerRecord<>(Topic.Names.TELLERS_COMMANDS, 0, 0, "key", message));
    }

    @Override
    public List<Command> take() {
        return commands;
    }

    @Override
    public List<CommandBatch> singles() {
        return commands.stream()
                .<CommandBatch>map(command -> new GivenCommands(List.of(command)))
                .toList();
    }
}
