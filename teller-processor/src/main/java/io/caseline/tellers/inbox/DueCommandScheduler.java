package io.caseline.tellers.inbox;

import io.caseline.tellers.association.AssociationService;
import io.caseline.tellers.deferral.Deferrals;
import io.caseline.tellers.deferral.DueCommands;
import io.caseline.tellers.feeplans.CardCoreUnavailableException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Hands deferred commands to the service once they are due, as {@link CommandListener} hands new ones. */
@Component
class DueCommandScheduler {
    private static final Logger log = LoggerFactory.getLogger(DueCommandScheduler.class);

    private final Deferrals deferrals;
    private final AssociationService service;
    private final InstantSource clock;

    DueCommandScheduler(Deferrals deferrals, AssociationService service, InstantSource clock) {
        this.deferrals = deferrals;
        this.service = service;
        this.clock = clock;
    }

    /** Runs even if deferral is disabled: commands that were deferred before must still be decided. */
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
            int decided = service.decide(new DueCommands(due, deferrals)).size();
            if (decided > 0) {
                log.info("Decided {} deferred commands", decided);
            }
            return decided;
        } catch (CardCoreUnavailableException e) {
            // health and metrics of the command listener report it
            log.info("Deferred commands wait: {}", e.getMessage());
            return 0;
        }
    }
}
