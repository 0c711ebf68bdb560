package io.caseline.cases.inbox;

import io.caseline.cases.activity.Activity;
import io.caseline.cases.dispatch.Handoff;
import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Ledger;
import io.caseline.cases.ledger.Ledger.Inserted;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.ledger.LedgerStats;
import io.caseline.cases.publish.CaseReplies;
import io.caseline.cases.publish.ReceivedEvents;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.DataRefusal;
import io.caseline.messaging.DeadLetters;
import io.caseline.messaging.ListenerPositions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Inserts each batch into the ledger and advances the position in the same transaction. New commands are handed to the
 * dispatcher in memory, already claimed; repeats of commands that have an outcome get their reply again.
 */
@Service
class Inbox {
    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private final ListenerPositions positions;
    private final DeadLetters deadLetters;
    private final Ledger ledger;
    private final LedgerStats stats;
    private final Handoff handoff;
    private final ReceivedEvents received;
    private final CaseReplies replies;
    private final Activity activity;
    private final TransactionTemplate transaction;
    private final InboxSettings settings;

    Inbox(
            ListenerPositions positions,
            DeadLetters deadLetters,
            Ledger ledger,
            LedgerStats stats,
            Handoff handoff,
            ReceivedEvents received,
            CaseReplies replies,
            Activity activity,
            TransactionTemplate transaction,
            InboxSettings settings) {
        this.positions = positions;
        this.deadLetters = deadLetters;
        this.ledger = ledger;
        this.stats = stats;
        this.handoff = handoff;
        this.received = received;
        this.replies = replies;
        this.activity = activity;
        this.transaction = transaction;
        this.settings = settings;
    }

    void receive(List<ConsumerRecord<String, SubmitCase>> records) {
        if (stats.withoutOutcome() > settings.maxWithoutOutcome()) {
            throw new LedgerFullException(settings.maxWithoutOutcome());
        }
        try {
            insertAndDispatch(records);
        } catch (RuntimeException e) {
            if (!DataRefusal.refused(e)) {
                throw e;
            }
            log.warn("The database refuses one of {} commands; inserting them one by one", records.size());
            records.forEach(this::insertAlone);
        }
    }

    /** A command that the database refuses becomes a dead letter. */
    private void insertAlone(ConsumerRecord<String, SubmitCase> record) {
        try {
            insertAndDispatch(List.of(record));
        } catch (RuntimeException e) {
            if (!DataRefusal.refused(e)) {
                throw e;
            }
            transaction.executeWithoutResult(status -> positions
                    .advance(List.of(record))
                    .forEach(unhandled -> deadLetters.send(unhandled, "the database refuses it")));
        }
    }

    /** @param entries those whose outcome repeats ask for again */
    private record InsertedBatch(
            List<ClaimedCommand> claimed, List<CaseCommand> unclaimed, List<LedgerEntry> entries) {}

    private void insertAndDispatch(List<ConsumerRecord<String, SubmitCase>> records) {
        Handoff.Batch batch = handoff.newBatch();
        try {
            InsertedBatch inserted = transaction.execute(status -> insertBatch(records, batch));
            batch.queueAndDispatch(inserted.claimed(), inserted.unclaimed());
            replies.send(inserted.entries());
            activity.received(inserted.claimed().size() + inserted.unclaimed().size());
        } catch (RuntimeException e) {
            batch.abandonClaims();
            throw e;
        }
    }

    private InsertedBatch insertBatch(List<ConsumerRecord<String, SubmitCase>> records, Handoff.Batch batch) {
        List<ConsumerRecord<String, SubmitCase>> unhandled = positions.advance(records);
        List<ConsumerRecord<String, SubmitCase>> readable = DeadLetters.readable(unhandled, SubmitCase.class);
        InsertedBatch inserted = insertCommands(commands(readable), batch);
        deadLetters.sendUnreadable(unhandled, SubmitCase.class); // last: a batch that fails before sends none
        return inserted;
    }

    private InsertedBatch insertCommands(Collection<CaseCommand> commands, Handoff.Batch batch) {
        if (commands.isEmpty()) {
            return new InsertedBatch(List.of(), List.of(), List.of());
        }
        batch.reserve(commands);
        Inserted inserted = ledger.insert(commands, batch::isReserved, handoff.instance());
        List<ClaimedCommand> claimed = new ArrayList<>();
        List<CaseCommand> unclaimed = new ArrayList<>();
        List<CaseCommand> awaitedRepeats = new ArrayList<>();
        for (CaseCommand command : commands) {
            Long claim = inserted.claims().get(command.correlationId());
            if (claim != null) {
                claimed.add(new ClaimedCommand(command, claim, 0, null));
            } else if (inserted.unclaimed().contains(command.correlationId())) {
                unclaimed.add(command);
            } else if (command.waitUntil() != null) {
                awaitedRepeats.add(command);
            }
        }
        received.add(commands.stream()
                .filter(command -> inserted.has(command.correlationId()))
                .toList());
        batch.registerClaims(claimed);
        ledger.extendWaits(awaitedRepeats);
        return new InsertedBatch(claimed, unclaimed, entriesFor(awaitedRepeats));
    }

    /** The entries that have an outcome already, each for the callers of its repeat. */
    private List<LedgerEntry> entriesFor(List<CaseCommand> repeats) {
        Map<UUID, CaseCommand> byId = new LinkedHashMap<>();
        repeats.forEach(command -> byId.put(command.correlationId(), command));
        return ledger.find(byId.keySet()).stream()
                .filter(LedgerEntry::hasOutcome)
                .map(entry -> entry.awaitedBy(Objects.requireNonNull(byId.get(entry.correlationId()))))
                .toList();
    }

    /** One for each correlation id: further ones in the batch are repeats, whose callers wait for the same outcome. */
    private static Collection<CaseCommand> commands(List<ConsumerRecord<String, SubmitCase>> records) {
        Map<UUID, CaseCommand> commands = new LinkedHashMap<>();
        for (ConsumerRecord<String, SubmitCase> record : records) {
            CaseCommand command = CommandReader.command(record);
            commands.merge(command.correlationId(), command, (first, repeat) -> first.awaitedUntil(repeat.waitUntil()));
        }
        return commands.values();
    }
}
