package io.caseline.cases.dispatch;

import io.caseline.cases.dispatch.DuePrograms.Due;
import io.caseline.cases.dispatch.QueueMemory.ClaimQuota;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Claims;
import io.caseline.cases.ledger.Claims.Claimed;
import io.caseline.cases.ledger.Claims.Traffic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Claims due commands from the ledger, a batch for a program at a time, when the queue in memory runs low. Each minute it
 * looks for all programs that have any, from the beginning.
 */
@Component
class Claimer {
    private static final Logger log = LoggerFactory.getLogger(Claimer.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Claims claims;
    private final WorkQueue queue;
    private final OwnClaims ownClaims;
    private final DuePrograms due;
    private final Instances instances;
    private final DispatchSettings settings;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final Timer timer;
    private long lastDiscovery = System.nanoTime() - MINUTE;

    Claimer(
            Claims claims,
            WorkQueue queue,
            OwnClaims ownClaims,
            DuePrograms due,
            Instances instances,
            DispatchSettings settings,
            TransactionTemplate transaction,
            InstantSource clock,
            MeterRegistry meters) {
        this.claims = claims;
        this.queue = queue;
        this.ownClaims = ownClaims;
        this.due = due;
        this.instances = instances;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
        this.timer = Timer.builder("caseline.cases.claim")
                .description("Queries that claim due commands from the ledger")
                .publishPercentileHistogram()
                .register(meters);
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
        for (Due program : due.now()) {
            if (!skip.contains(program.program())) {
                any |= claim(program, queue.reserve(program, settings.claimBatch()));
            }
        }
        return any;
    }

    private boolean claim(Due program, ClaimQuota quota) {
        if (quota.limit() == 0) {
            return false;
        }
        Instant cursor = due.startClaim(program);
        Claimed claimed = timer.record(() -> claim(program, quota, cursor));
        due.claimed(program, claimed.cursor(), claimed.commands().size() == quota.limit());
        queue.add(quota, claimed.commands(), clock.instant());
        return !claimed.commands().isEmpty();
    }

    private Claimed claim(Due program, ClaimQuota quota, Instant cursor) {
        List<ClaimedCommand> adding = new ArrayList<>();
        try {
            return transaction.execute(status -> {
                Claimed claimed =
                        claims.due(program.program(), program.traffic(), cursor, quota.limit(), instances.id());
                adding.addAll(claimed.commands());
                ownClaims.add(adding);
                return claimed;
            });
        } catch (RuntimeException e) {
            queue.cancel(quota);
            ownClaims.abandon(adding);
            due.add(List.of(program.program()), program.traffic());
            throw e;
        }
    }

    /** Claims one command of a held program; empty if it has none left. */
    List<ClaimedCommand> claimProgramProbe(String program) {
        List<ClaimedCommand> probe = new ArrayList<>();
        try {
            transaction.executeWithoutResult(status -> {
                claims.anyOf(program, instances.id()).ifPresent(probe::add);
                ownClaims.add(probe);
            });
            return probe;
        } catch (RuntimeException e) {
            ownClaims.abandon(probe);
            throw e;
        }
    }

    private void discover() {
        long now = System.nanoTime();
        if (now - lastDiscovery < MINUTE) {
            return;
        }
        lastDiscovery = now;
        for (Traffic traffic : Traffic.values()) {
            Set<String> programs = claims.programs(traffic);
            due.add(programs, traffic);
            log.debug("Programs with due commands, {}: {}", traffic, programs);
        }
        ownClaims.maybeOrphans(); // a safeguard, even where no commit reported an error
    }
}
