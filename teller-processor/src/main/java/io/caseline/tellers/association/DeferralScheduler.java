package io.caseline.tellers.association;

import io.caseline.tellers.feeplans.CardCoreAway;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Decides deferred requests once they are due, as the listener decides commands. */
@Component
class DeferralScheduler {
    private static final Logger log = LoggerFactory.getLogger(DeferralScheduler.class);

    private final Deferrals deferrals;
    private final AssociationService service;
    private final InstantSource clock;

    DeferralScheduler(Deferrals deferrals, AssociationService service, InstantSource clock) {
        this.deferrals = deferrals;
        this.service = service;
        this.clock = clock;
    }

    /** Runs whether or not deferral is enabled: what was deferred before is still to be decided. */
    @Scheduled(fixedDelayString = "${caseline.tellers.deferral.look-every:10s}")
    void decideDue() {
        int decided;
        do {
            List<UUID> due = deferrals.due(clock.instant());
            decided = due.isEmpty() ? 0 : decide(due);
        } while (deferrals.isFullBatch(decided));
    }

    private int decide(List<UUID> due) {
        try {
            int decided = service.decide(new DueDeferrals(due, deferrals)).size();
            if (decided > 0) {
                log.info("{} deferred requests were due and are decided", decided);
            }
            return decided;
        } catch (CardCoreAway e) {
            // the listener, which meets the same, says so in health and metrics
            log.info("Deferred requests wait: {}", e.getMessage());
            return 0;
        }
    }
}
