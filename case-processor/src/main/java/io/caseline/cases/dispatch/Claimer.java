package io.caseline.cases.dispatch;

import io.caseline.cases.dispatch.WorkQueue.Room;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Claims;
import io.caseline.cases.ledger.Claims.Claimed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Claims due commands from the ledger, a batch for a program at a time, when the queue in memory runs low. A query starts
 * where the last one for the program ended, so that it does not read the dead index entries of what was claimed before;
 * each minute it starts from the beginning.
 */
@Component
class Claimer {
    private static final Logger log = LoggerFactory.getLogger(Claimer.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** Retries that are due within so long of each other are claimed together. */
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

    private final Claims claims;
    private final WorkQueue queue;
    private final HeldClaims held;
    private final Instances instances;
    private final DispatchSettings settings;
    private final TransactionTemplate transaction;
    private final InstantSource time;
    private final Timer timer;

    /** Programs that may have due commands in the ledger. */
    private final Set<String> due = new HashSet<>();

    /** Programs with retries, by the time at which these are due: of this process's monotonic clock, in {@link #TICK}s. */
    private final NavigableMap<Long, Set<String>> retries = new TreeMap<>();

    private final Map<String, Instant> cursors = new HashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private long lastDiscovery = System.nanoTime() - MINUTE;
    private volatile boolean uncertain;

    Claimer(
            Claims claims,
            WorkQueue queue,
            HeldClaims held,
            Instances instances,
            DispatchSettings settings,
            TransactionTemplate transaction,
            InstantSource time,
            MeterRegistry meters) {
        this.claims = claims;
        this.queue = queue;
        this.held = held;
        this.instances = instances;
        this.settings = settings;
        this.transaction = transaction;
        this.time = time;
        this.timer = Timer.builder("caseline.cases.claim")
                .description("Queries that claim due commands from the ledger")
                .publishPercentileHistogram()
                .register(meters);
    }

    /** The programs have commands that are due, maybe older ones than those claimed last. */
    synchronized void due(Collection<String> programs) {
        programs.forEach(cursors::remove);
        due.addAll(programs);
        wake();
    }

    synchronized void dueAfter(String program, Duration delay) {
        if (delay.isZero()) {
            due.add(program);
            wake();
            return;
        }
        long at = Math.floorDiv(System.nanoTime() + delay.toNanos(), TICK) + 1;
        retries.computeIfAbsent(at, time -> new HashSet<>()).add(program);
    }

    /** The queue may have run low. */
    void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    void await(Duration longest) throws InterruptedException {
        var unused = wake.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
    }

    /** A claim's commit went unanswered: what is claimed in this instance's name may be more than it holds. */
    void uncertain() {
        uncertain = true;
    }

    /**
     * Claims for each program that has due commands and room in memory.
     *
     * @param skip programs to leave alone
     * @return whether anything was claimed
     */
    boolean claim(Collection<String> skip) {
        discover();
        boolean any = false;
        for (String program : candidates(skip)) {
            any |= claim(queue.reserve(program, settings.claimBatch()));
        }
        return any;
    }

    private synchronized Set<String> candidates(Collection<String> skip) {
        Map<Long, Set<String>> now = retries.headMap(Math.floorDiv(System.nanoTime(), TICK), true);
        now.values().forEach(due::addAll);
        now.clear();
        Set<String> candidates = new HashSet<>(due);
        candidates.removeAll(skip);
        return candidates;
    }

    private boolean claim(Room room) {
        if (room.limit() == 0) {
            return false;
        }
        synchronized (this) {
            due.remove(room.program()); // before the query: what becomes due from now on is not to be forgotten
        }
        Claimed claimed = timer.record(() -> transact(room));
        synchronized (this) {
            if (claimed.commands().size() == room.limit()) {
                due.add(room.program());
            }
            if (claimed.cursor() != null) {
                cursors.put(room.program(), claimed.cursor());
            }
        }
        queue.add(room, claimed.commands(), time.instant());
        return !claimed.commands().isEmpty();
    }

    private Claimed transact(Room room) {
        Instant cursor;
        synchronized (this) {
            cursor = cursors.getOrDefault(room.program(), Instant.EPOCH);
        }
        List<ClaimedCommand> adding = new ArrayList<>();
        try {
            return transaction.execute(status -> {
                Claimed claimed = claims.due(room.program(), cursor, room.limit(), instances.id());
                adding.addAll(claimed.commands());
                held.add(adding);
                return claimed;
            });
        } catch (RuntimeException e) {
            queue.cancel(room);
            abandon(adding);
            due(List.of(room.program()));
            throw e;
        }
    }

    /** Claims one command of a held program; empty if it has none left. */
    List<ClaimedCommand> claimProbe(String program) {
        List<ClaimedCommand> probe = new ArrayList<>();
        try {
            transaction.executeWithoutResult(status -> {
                claims.probe(program, instances.id()).ifPresent(probe::add);
                held.add(probe);
            });
            return probe;
        } catch (RuntimeException e) {
            abandon(probe);
            throw e;
        }
    }

    private void discover() {
        long now = System.nanoTime();
        if (now - lastDiscovery < MINUTE) {
            return;
        }
        lastDiscovery = now;
        due(claims.programs());
        uncertain = true; // a slow look-up as a safeguard, even where no commit went unanswered
        log.debug("Programs with due commands: {}", due);
    }

    /** Releases what the ledger says this instance has claimed and it does not hold. */
    void releaseOrphans() {
        if (!uncertain) {
            return;
        }
        uncertain = false;
        try {
            Set<String> programs = transaction.execute(status -> claims.releaseOrphans(instances.id(), held::holds));
            if (!programs.isEmpty()) {
                log.info("Released claims whose commit went unanswered, of {}", programs);
                due(programs);
            }
        } catch (RuntimeException e) {
            uncertain = true;
            throw e;
        }
    }

    /** Holds these claims no longer; what the ledger has of them is released as orphans. */
    void abandon(List<ClaimedCommand> commands) {
        held.remove(commands);
        uncertain();
    }

    /** Gives commands back to the ledger that were claimed for nothing. */
    void release(List<ClaimedCommand> commands) {
        if (commands.isEmpty()) {
            return;
        }
        try {
            transaction.executeWithoutResult(status -> claims.release(commands));
        } catch (RuntimeException e) {
            uncertain();
            throw e;
        } finally {
            held.remove(commands);
        }
        due(commands.stream().map(ClaimedCommand::programCode).toList());
    }
}
