package io.caseline.cases.healing;

import io.caseline.cases.healing.HealingSettings.Rule;
import io.caseline.cases.healing.HealingStore.Last;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.replay.Canary;
import io.caseline.cases.replay.NothingToReplayException;
import io.caseline.cases.replay.ReplayRequest;
import io.caseline.cases.replay.ReplayService;
import io.caseline.cases.submissions.SubmissionFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Applies the rules. Once the cause may be gone, a rule replays one submission a minute as a probe; when one becomes a case, it
 * replays the rest. It has one replay at a time: one that its canary has paused waits for a person, and so does the rule. One
 * instance does all this, and what it knows is in the database.
 */
@Component
class Healer {
    private static final Logger log = LoggerFactory.getLogger(Healer.class);
    private final HealingSettings settings;
    private final HealingStore store;
    private final MappingChanges mappingChanges;
    private final ReplayService replays;

    Healer(HealingSettings settings, HealingStore store, MappingChanges mappingChanges, ReplayService replays) {
        this.settings = settings;
        this.store = store;
        this.mappingChanges = mappingChanges;
        this.replays = replays;
    }

    @Scheduled(fixedDelayString = "${caseline.healing.look-every:5s}")
    void heal() {
        if (settings.rules().isEmpty()) {
            return;
        }
        try {
            if (store.isTheOneThatHeals()) {
                settings.rules().forEach(this::heal);
            }
        } catch (DataAccessException | TransactionException e) {
            log.debug("Rules cannot be applied now", e);
        }
    }

    private void heal(Rule rule) {
        for (String code : rule.codes().stream().sorted().toList()) {
            if (!store.hasOpenReplay(rule.actor())) {
                heal(rule, filter(rule, code));
            }
        }
    }

    private static SubmissionFilter filter(Rule rule, String code) {
        return new SubmissionFilter(
                CaseState.FAILED, rule.program(), code, null, null, null, null, null, null, List.of());
    }

    private void heal(Rule rule, SubmissionFilter group) {
        Instant now = store.now();
        Optional<Last> last = store.lastReplay(group, rule.actor());
        Instant latestFailure = store.latestFailure(group, rule.actor()).orElse(Instant.EPOCH);
        if (last.isPresent() && isPassed(last.get(), latestFailure)) {
            replayRest(rule, group);
        } else if (isPauseOver(last, now) && mayBeGone(rule, latestFailure, now)) {
            start(rule, new ReplayRequest(group, HealingStore.PROBE, null, 1, null, false));
        }
    }

    /** Whether the last replay was a probe that became a case, and nothing has failed since. */
    private static boolean isPassed(Last last, Instant latestFailure) {
        return last.probe() && last.created() > 0 && latestFailure.isBefore(last.startedAt());
    }

    private boolean isPauseOver(Optional<Last> last, Instant now) {
        Instant ended = last.map(Last::endedAt).orElse(null);
        return ended == null || !now.isBefore(ended.plus(settings.probeEvery()));
    }

    /** Whether the cause of failures may be gone. */
    private boolean mayBeGone(Rule rule, Instant latestFailure, Instant now) {
        Duration after = rule.after();
        if (after != null && !now.isBefore(latestFailure.plus(after))) {
            return true;
        }
        return rule.onMappingChange()
                && mappingChanges.latest().filter(latestFailure::isBefore).isPresent();
    }

    private void replayRest(Rule rule, SubmissionFilter group) {
        Canary canary = new Canary(rule.canary().size(), rule.canary().percent());
        String reason = "A probe became a case: the cause is gone";
        start(rule, new ReplayRequest(group, reason, rule.rate(), null, canary, false));
    }

    private void start(Rule rule, ReplayRequest request) {
        try {
            long id = replays.start(request, rule.actor()).id();
            log.info("Rule {} has started replay {}. {}", rule.name(), id, request.reason());
        } catch (NothingToReplayException e) {
            log.debug("Rule {} has nothing to replay", rule.name(), e);
        }
    }
}
