package io.caseline.cases.inbox;

import io.caseline.cases.dispatch.Handoff;
import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Ledger;
import io.caseline.cases.ledger.Ledger.Inserted;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.ledger.LedgerStats;
import io.caseline.cases.ledger.Settlement;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.DataRefusal;
import io.caseline.messaging.DeadLetters;
import io.caseline.messaging.ListenerPositions;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.TraceParent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Inserts each batch into the ledger and advances the position in the same transaction. New commands are handed to the
 * dispatcher in memory, already claimed; repeats of settled ones get their reply again.
 */
@Service
class Inbox {
    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private final ListenerPositions positions;
    private final DeadLetters deadLetters;
    private final Ledger ledger;
    private final LedgerStats stats;
    private final Handoff handoff;
    private final Settlement settlement;
    private final TransactionTemplate transaction;
    private final InboxSettings settings;

    Inbox(
            ListenerPositions positions,
            DeadLetters deadLetters,
            Ledger ledger,
            LedgerStats stats,
            Handoff handoff,
            Settlement settlement,
            TransactionTemplate transaction,
            InboxSettings settings) {
        this.positions = positions;
        this.deadLetters = deadLetters;
        this.ledger = ledger;
        this.stats = stats;
        this.handoff = handoff;
        this.settlement = settlement;
        this.transaction = transaction;
        this.settings = settings;
    }

    void receive(List<ConsumerRecord<String, SubmitCase>> records) {
        if (stats.open() > settings.mostOpen()) {
            throw new LedgerFullException(settings.mostOpen());
        }
        try {
            accept(records);
        } catch (RuntimeException e) {
            if (!DataRefusal.refused(e)) {
                throw e;
            }
            log.warn("The database rejects one of {} commands; inserting them one by one", records.size());
            records.forEach(this::acceptAlone);
        }
    }

    /** A command that the database rejects becomes a dead letter. */
    private void acceptAlone(ConsumerRecord<String, SubmitCase> record) {
        try {
            accept(List.of(record));
        } catch (RuntimeException e) {
            if (!DataRefusal.refused(e)) {
                throw e;
            }
            transaction.executeWithoutResult(status -> positions
                    .advance(List.of(record))
                    .forEach(fresh -> deadLetters.send(fresh, "the database rejects it")));
        }
    }

    /** What the transaction of a batch did. */
    private record Accepted(List<ClaimedCommand> claimed, List<CaseCommand> unclaimed, List<LedgerEntry> settled) {}

    private void accept(List<ConsumerRecord<String, SubmitCase>> records) {
        Handoff.Reservation reservation = handoff.reservation();
        try {
            Accepted accepted = transaction.execute(status -> write(records, reservation));
            reservation.committed(accepted.claimed(), accepted.unclaimed());
            settlement.reply(accepted.settled());
        } catch (RuntimeException e) {
            reservation.failed();
            throw e;
        }
    }

    private Accepted write(List<ConsumerRecord<String, SubmitCase>> records, Handoff.Reservation reservation) {
        List<ConsumerRecord<String, SubmitCase>> fresh = positions.advance(records);
        deadLetters.sendUnreadable(fresh, SubmitCase.class);
        Collection<CaseCommand> commands = commands(DeadLetters.readable(fresh, SubmitCase.class));
        if (commands.isEmpty()) {
            return new Accepted(List.of(), List.of(), List.of());
        }
        reservation.reserve(commands);
        Inserted inserted = ledger.insert(commands, reservation::isReserved, handoff.instance());
        List<ClaimedCommand> claimed = new ArrayList<>();
        List<CaseCommand> unclaimed = new ArrayList<>();
        List<CaseCommand> repeats = new ArrayList<>();
        for (CaseCommand command : commands) {
            Long claim = inserted.claims().get(command.correlationId());
            if (claim != null) {
                claimed.add(new ClaimedCommand(command, claim, 0, null));
            } else if (inserted.unclaimed().contains(command.correlationId())) {
                unclaimed.add(command);
            } else {
                repeats.add(command);
            }
        }
        reservation.claimed(claimed);
        return new Accepted(claimed, unclaimed, settled(repeats));
    }

    /** Repeats of settled commands, with their own callers; repeats of pending ones only extend the wait. */
    private List<LedgerEntry> settled(List<CaseCommand> repeats) {
        List<CaseCommand> awaited =
                repeats.stream().filter(command -> command.waitUntil() != null).toList();
        ledger.extendWaits(awaited);
        Map<UUID, CaseCommand> byId = new LinkedHashMap<>();
        awaited.forEach(command -> byId.put(command.correlationId(), command));
        return ledger.find(byId.keySet()).stream()
                .filter(LedgerEntry::isSettled)
                .map(entry -> entry.awaitedBy(byId.get(entry.correlationId())))
                .toList();
    }

    /** One for each correlation id: further ones in the batch are repeats, whose callers wait for the same outcome. */
    private static Collection<CaseCommand> commands(List<ConsumerRecord<String, SubmitCase>> messages) {
        Map<UUID, CaseCommand> commands = new LinkedHashMap<>();
        for (ConsumerRecord<String, SubmitCase> message : messages) {
            CaseCommand command = command(message);
            commands.merge(command.correlationId(), command, (first, repeat) -> first.awaitedUntil(repeat.waitUntil()));
        }
        return commands.values();
    }

    private static CaseCommand command(ConsumerRecord<String, SubmitCase> message) {
        SubmitCase value = message.value();
        return new CaseCommand(
                value.getCorrelationId(),
                value.getProgramCode(),
                value.getRequestId(),
                value.getReceivedAt(),
                value.getSealedCase(),
                MessageHeaders.waitUntil(message.headers()).orElse(null),
                TraceParent.of(message.headers()));
    }
}
