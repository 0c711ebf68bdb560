package io.caseline.cases.life;

import io.caseline.cases.dispatch.Holds;
import io.caseline.cases.ledger.CaseChange;
import io.caseline.cases.life.ChangeSource.Batch;
import io.caseline.cases.life.ChangeStore.Stored;
import io.caseline.cases.salesforce.CallBudget;
import io.caseline.cases.salesforce.ChangedCases;
import io.caseline.cases.salesforce.SalesforceException;
import io.caseline.messaging.Lease;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Reads at intervals what has changed in the org. One instance does, by a lease; two that overlap do no harm, as only one of
 * them can move the position. Its calls are paced like those of replays: they wait while live traffic needs what is left of the
 * day, and while calls are held. Nothing is lost meanwhile, it is only read later.
 */
@Component
class ChangeReader {
    private static final Logger log = LoggerFactory.getLogger(ChangeReader.class);

    private static final Duration COUNT_EVERY = Duration.ofMinutes(1);

    /** Pause after a count, as a multiple of what it took. */
    private static final int COUNT_PAUSE = 50;

    private final LifeSettings settings;
    private final ChangeSource source;
    private final ChangeStore store;
    private final ChangeService service;
    private final CaseLifeStore life;
    private final CallBudget budget;
    private final Holds holds;
    private final MeterRegistry meters;
    private final Lease lease;
    private long nextAt = System.nanoTime();
    private long countAt = System.nanoTime();
    private String lastFailure = "";
    private volatile boolean stopped;

    ChangeReader(
            LifeSettings settings,
            ChangeSource source,
            ChangeStore store,
            ChangeService service,
            CaseLifeStore life,
            CallBudget budget,
            Holds holds,
            MeterRegistry meters) {
        this.settings = settings;
        this.source = source;
        this.store = store;
        this.service = service;
        this.life = life;
        this.budget = budget;
        this.holds = holds;
        this.meters = meters;
        this.lease = store.lease();
    }

    /** More often than it reads, so that it keeps the lease, and goes on soon after it had to wait. */
    @Scheduled(fixedDelay = 1_000)
    synchronized void readIfDue() {
        if (!settings.enabled() || stopped) {
            return;
        }
        try {
            if (!lease.hold()) {
                return;
            }
            if (System.nanoTime() - nextAt >= 0 && read()) {
                nextAt = System.nanoTime() + settings.every().toNanos();
            }
            countIfDue();
        } catch (DataAccessException | TransactionException e) {
            failed(e.getClass().getSimpleName(), e.toString());
        }
    }

    /** Less often the longer it takes: in a ledger of millions it takes seconds. */
    private void countIfDue() {
        long start = System.nanoTime();
        if (start - countAt >= 0) {
            life.count();
            countAt = start + Math.max(COUNT_EVERY.toNanos(), (System.nanoTime() - start) * COUNT_PAUSE);
        }
    }

    /** Another instance can go on at once. */
    @PreDestroy
    void stop() {
        stopped = true;
        release();
    }

    private synchronized void release() {
        try {
            lease.release();
        } catch (DataAccessException | TransactionException e) {
            log.debug("The lease ends by itself", e);
        }
    }

    /** @return true if everything was read; false if reading has to continue soon */
    boolean read() {
        try {
            boolean over = readSettled() && readChanges();
            if (!lastFailure.isEmpty()) {
                log.info("Changes of cases are read again after {}", lastFailure);
            }
            lastFailure = "";
            return over;
        } catch (SalesforceException e) {
            failed(e.code(), e.code());
            return true;
        }
    }

    /** Logs each kind of failure once in a row. */
    private void failed(String kind, String message) {
        if (!kind.equals(lastFailure)) {
            log.warn("Changes of cases cannot be read now; retrying: {}", message);
        }
        lastFailure = kind;
    }

    private boolean readChanges() {
        boolean more = true;
        while (more) {
            if (stopped || !lease.hold() || !mayCall()) {
                return false;
            }
            Stored from = position();
            Batch batch = source.read(from.position());
            count(service.save(source.name(), from, batch));
            more = batch.more();
        }
        return true;
    }

    /** Cases that were seen before their outcome was saved. */
    private boolean readSettled() {
        List<UUID> settled = store.settled(ChangedCases.MAX_IDS);
        while (!settled.isEmpty()) {
            if (stopped || !lease.hold() || !mayCall()) {
                return false;
            }
            Stored from = position();
            count(service.saveSettled(source.name(), from, settled, source.find(settled)));
            settled = settled.size() < ChangedCases.MAX_IDS ? List.of() : store.settled(ChangedCases.MAX_IDS);
        }
        return true;
    }

    private boolean mayCall() {
        return holds.replaysHeldBy().isEmpty() && budget.tryTake();
    }

    private Stored position() {
        Optional<Stored> stored = store.position(source.name());
        if (stored.isPresent()) {
            return stored.get();
        }
        store.begin(source.name(), source.startAt(store.earliestCase()));
        return store.position(source.name()).orElseThrow();
    }

    private void count(List<CaseChange> changes) {
        changes.forEach(change -> meters.counter(
                        "caseline.cases.changes", "type", change.type().name().toLowerCase(Locale.ROOT))
                .increment());
    }
}
