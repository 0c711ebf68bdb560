package io.caseline.tellers.inbox;

import io.caseline.tellers.association.AssociationService;
import io.caseline.tellers.deferral.DeferralSettings;
import io.caseline.tellers.deferral.DeferralStore;
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

    private final DeferralStore deferred;
    private final DeferralSettings settings;
    private final AssociationService service;
    private final InstantSource clock;

    DueCommandScheduler(
            DeferralStore deferred, DeferralSettings settings, AssociationService service, InstantSource clock) {
        this.deferred = deferred;
        this.settings = settings;
        this.service = service;
        this.clock = clock;
    }

    /** Runs even if deferral is disabled: commands that were deferred before must still be decided. */
    @Scheduled(fixedDelayString = "${caseline.tellers.deferral.look-every:10s}")
    void decideDue() {
        int decided;
        do {
            List<UUID> dueIds = deferred.dueIds(clock.instant(), settings.batch());
            decided = dueIds.isEmpty() ? 0 : decide(dueIds);
        } while (decided == settings.batch()); // more may be due
    }

    private int decide(List<UUID> dueIds) {
        try {
            int decided = service.handle(new DueCommands(dueIds, deferred)).size();
            if (decided > 0) {
                log.info("Decided {} deferred commands", decided);
            }
            return decided;
        } catch (CardCoreUnavailableException e) {
            // the metric caseline.card.core counts it
            log.info("Deferred commands wait: {}", e.getMessage());
            return 0;
        }
    }
}
