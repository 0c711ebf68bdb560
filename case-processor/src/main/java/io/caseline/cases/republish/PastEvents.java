package io.caseline.cases.republish;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.ledger.CaseChange;
import io.caseline.cases.ledger.Ledger;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.publish.CaseEvents;
import io.caseline.cases.publish.EventRecords;
import io.caseline.cases.publish.EventRecords.EventRecord;
import io.caseline.cases.republish.PastEventStore.EventKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Makes the events of outcomes and changes again, equal to the ones that were published, a page at a time. {@code RECEIVED} is
 * not among them: every other event has the time when the request was received.
 */
@Service
public class PastEvents {
    private final PastEventStore store;
    private final Ledger ledger;
    private final EventRecords records;
    private final AuditLog audit;
    private final InstantSource clock;

    PastEvents(PastEventStore store, Ledger ledger, EventRecords records, AuditLog audit, InstantSource clock) {
        this.store = store;
        this.ledger = ledger;
        this.records = records;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param next where the next page begins; null at the end */
    public record EventPage(
            List<EventRecord> items, @Nullable String next) {}

    public long count(EventSpan span) {
        return store.count(span);
    }

    /**
     * The first page is in the audit.
     *
     * @param after the {@code next} of the page before; null for the first one
     */
    public EventPage page(EventSpan span, @Nullable EventPosition after, int limit, String actor) {
        if (after == null) {
            audit.save(new AuditEntry(clock.instant(), actor, Action.EXPORTED, null)
                    .chosenBy(span.query())
                    .withResult("events"));
        }
        List<EventPosition> positions =
                store.positions(span, after == null ? EventPosition.before(span.from()) : after, limit);
        return new EventPage(
                events(positions),
                positions.size() < limit ? null : positions.getLast().toString());
    }

    /** Those of cases that were purged meanwhile are left out. */
    private List<EventRecord> events(List<EventPosition> positions) {
        Map<EventKey, LedgerEntry> outcomes = store.outcomes(
                positions.stream().filter(position -> position.change() == 0).toList());
        List<EventPosition> changed =
                positions.stream().filter(position -> position.change() > 0).toList();
        Map<EventKey, CaseChange> changes = store.changes(changed);
        Map<UUID, LedgerEntry> entries = new HashMap<>();
        ledger.find(changed.stream()
                        .map(EventPosition::correlationId)
                        .distinct()
                        .toList())
                .forEach(entry -> entries.put(entry.correlationId(), entry));
        List<EventRecord> events = new ArrayList<>();
        for (EventPosition position : positions) {
            LedgerEntry outcome = outcomes.get(EventKey.of(position));
            CaseChange change = changes.get(EventKey.of(position));
            LedgerEntry entry = entries.get(position.correlationId());
            if (outcome != null) {
                events.add(records.of(CaseEvents.outboxEvent(outcome)));
            } else if (change != null && entry != null) {
                events.add(records.of(CaseEvents.outboxEvent(entry, change)));
            }
        }
        return events;
    }
}
