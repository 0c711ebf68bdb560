package io.caseline.tellers.publish;

import io.caseline.messaging.EventSettings;
import io.caseline.messaging.Outbox;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.status.ReceivedCommandStore;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Records commands, in the caller's transaction. Each that was not recorded before has an event, if the settings ask for it. */
@Component
public class RecordedCommands {
    private final ReceivedCommandStore store;
    private final EventSettings settings;
    private final Outbox outbox;

    RecordedCommands(ReceivedCommandStore store, EventSettings settings, Outbox outbox) {
        this.store = store;
        this.settings = settings;
        this.outbox = outbox;
    }

    public void record(Collection<Command> commands) {
        Set<UUID> recorded = store.record(commands);
        if (settings.received()) {
            outbox.add(commands.stream()
                    .filter(command -> recorded.contains(command.correlationId()))
                    .map(TellerEvents::received)
                    .toList());
        }
    }

    /**
     * Makes sure that decided commands are recorded, so that none has the event of an outcome before its own. Whoever records
     * a command at the same time waits for the other's commit, and finds it recorded.
     */
    public void recordDecided(Collection<Command> commands) {
        if (settings.received()) {
            record(commands);
        }
    }
}
