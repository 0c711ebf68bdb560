package io.caseline.cases.replay;

import io.caseline.cases.inbox.CommandLog;
import io.caseline.cases.ledger.Ledger;
import io.caseline.messaging.Lease;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Searches the windows of replays, one after the other, in a thread of its own. One instance does so; if it is killed, another
 * one begins the search anew after two minutes, and at once if it is stopped.
 */
@Component
class WindowSearcher implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(WindowSearcher.class);

    /** Longer than a call to Salesforce takes, during which it is not renewed. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Replays replays;
    private final CommandLog commandLog;
    private final Ledger ledger;
    private final CaseLookUp caseLookUp;
    private final WindowFindings findings;
    private final Lease lease;
    private Thread thread = new Thread();
    private volatile boolean running;

    WindowSearcher(
            Replays replays,
            CommandLog commandLog,
            Ledger ledger,
            CaseLookUp caseLookUp,
            WindowFindings findings,
            DataSource database) {
        this.replays = replays;
        this.commandLog = commandLog;
        this.ledger = ledger;
        this.caseLookUp = caseLookUp;
        this.findings = findings;
        this.lease = new Lease(database, "case-processor-window-search", LEASE);
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("window-search").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                search();
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                running = false;
            } catch (RuntimeException e) {
                if (running) {
                    log.warn("The search of a time window failed; it begins anew: {}", e.toString());
                    pauseAfterFailure();
                }
            }
        }
        release();
    }

    private void search() throws InterruptedException {
        List<Long> searching = replays.findIdsByStateIn(EnumSet.of(ReplayState.SEARCHING));
        if (searching.isEmpty() || !lease.hold()) {
            return;
        }
        new WindowSearchRun(
                        searching.getFirst(), commandLog, ledger, caseLookUp, findings, () -> running && lease.hold())
                .search();
    }

    private void pauseAfterFailure() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    private void release() {
        try {
            lease.release();
        } catch (RuntimeException e) {
            log.debug("The lease on window searches ends by itself", e);
        }
    }
}
