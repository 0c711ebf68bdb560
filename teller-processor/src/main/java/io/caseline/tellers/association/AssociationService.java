package io.caseline.tellers.association;

import io.caseline.tellers.association.Decision.Associate;
import io.caseline.tellers.association.Decision.Rejected;
import io.caseline.tellers.database.Refusal;
import io.caseline.tellers.feeplans.CardCoreAway;
import io.caseline.tellers.feeplans.FeePlans;
import io.caseline.tellers.feeplans.FeePlansRefused;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Decides a batch and keeps what comes of it: associations, fee plans, histories and outcomes in one transaction. When
 * that is refused, the batch is done again, one request a transaction, so that only the culprit fails. Trouble with the
 * database, or with the card core, is thrown: the whole batch is to come again, and nobody is answered wrongly.
 */
@Service
class AssociationService {
    private static final Logger log = LoggerFactory.getLogger(AssociationService.class);

    private final RequestOpener opener;
    private final Snapshots snapshots;
    private final FeePlans feePlans;
    private final TellerCards cards;
    private final Outcomes outcomes;
    private final Deferrals deferrals;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final AssociationSettings settings;
    private final MeterRegistry meters;
    private final Timer batches;
    private final DistributionSummary batchSizes;

    AssociationService(
            RequestOpener opener,
            Snapshots snapshots,
            FeePlans feePlans,
            TellerCards cards,
            Outcomes outcomes,
            Deferrals deferrals,
            TransactionTemplate transaction,
            InstantSource clock,
            AssociationSettings settings,
            MeterRegistry meters) {
        this.opener = opener;
        this.snapshots = snapshots;
        this.feePlans = feePlans;
        this.cards = cards;
        this.outcomes = outcomes;
        this.deferrals = deferrals;
        this.transaction = transaction;
        this.clock = clock;
        this.settings = settings;
        this.meters = meters;
        batches = meters.timer("caseline.teller.batch");
        batchSizes = meters.summary("caseline.teller.batch.size");
    }

    /**
     * An answer for each submission, in their order. A request is decided once in a batch: the first submission of it
     * decides, or the one that was sent again because its time has come, and a further one gets the same outcome, also one
     * that a later repeat would try anew. So all that a batch decides has the position that comes again should the batch
     * come again.
     */
    List<Answer> answer(List<Submission> submissions) {
        Map<UUID, Request> requests = new LinkedHashMap<>();
        submissions.forEach(submission -> requests.compute(
                submission.correlationId(),
                (id, first) -> first == null || submission.sentAgain() ? opener.open(submission) : first));
        batchSizes.record(submissions.size());
        Map<UUID, Outcome> decided = Objects.requireNonNull(batches.record(() -> decide(requests.values())));
        return submissions.stream()
                .map(submission -> answer(submission, Objects.requireNonNull(decided.get(submission.correlationId()))))
                .toList();
    }

    private Answer answer(Submission submission, Outcome outcome) {
        boolean decidedNow = outcome.decidedFor(submission);
        boolean eventDue = decidedNow && outcome.state() != Outcome.State.DEFERRED;
        if (decidedNow && !eventDue) {
            meters.counter("caseline.teller.deferred").increment();
        }
        if (eventDue) {
            meters.counter(
                            "caseline.teller.outcomes",
                            "code",
                            Integer.toString(outcome.reason().code()),
                            "reason",
                            outcome.reason().name())
                    .increment();
        }
        submission.logged(() -> log.debug("{} {}", submission.correlationId(), outcome.reason()));
        return new Answer(submission, outcome, eventDue);
    }

    private Map<UUID, Outcome> decide(Collection<Request> requests) {
        if (requests.size() > 1) {
            try {
                return inOneTransaction(requests);
            } catch (RuntimeException e) {
                Reason reason = reason(e);
                log.info("A batch of {} is done one by one: {}", requests.size(), reason);
            }
        }
        Map<UUID, Outcome> decided = new HashMap<>();
        requests.forEach(request -> decided.putAll(alone(request)));
        return decided;
    }

    private Map<UUID, Outcome> alone(Request request) {
        try {
            return inOneTransaction(List.of(request));
        } catch (RuntimeException e) {
            Reason reason = reason(e);
            Submission submission = request.submission();
            submission.logged(() -> log.warn("{} {}", submission.correlationId(), reason, e));
            return refuse(request.submission(), reason);
        }
    }

    /** What a failure means for the request that met it; thrown again if it is trouble with the database or the card core. */
    private static Reason reason(RuntimeException failure) {
        if (failure instanceof ChangeRefused refused) {
            return refused.reason();
        }
        if (failure instanceof FeePlansRefused) {
            return Reason.FEE_PLAN_NOT_CHANGED;
        }
        if (Refusal.refused(failure)) {
            return Reason.ASSOCIATION_NOT_SAVED;
        }
        if (failure instanceof DataAccessException
                || failure instanceof TransactionException
                || failure instanceof CardCoreAway) {
            throw failure;
        }
        return Reason.GENERAL_FAILURE;
    }

    /** Whose fee plans are refused is known only when all have been asked for: they are decided again without them. */
    private Map<UUID, Outcome> inOneTransaction(Collection<Request> requests) {
        Set<UUID> refused = new HashSet<>();
        while (true) {
            try {
                return Objects.requireNonNull(
                        transaction.execute(status -> decideAndKeep(List.copyOf(requests), refused)));
            } catch (FeePlansRefused e) {
                if (!refused.addAll(e.correlationIds())) {
                    throw e;
                }
            }
        }
    }

    /** @param refused requests whose fee plans are not to be asked for again */
    private Map<UUID, Outcome> decideAndKeep(List<Request> requests, Set<UUID> refused) {
        Snapshot snapshot = snapshots.load(requests);
        // after the locks: what another instance decided of these requests is seen
        Map<UUID, Outcome> decided = outcomes.find(requests.stream()
                .map(request -> request.submission().correlationId())
                .toList());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Changes changes = new Changes(
                requests.stream().anyMatch(request -> request.submission().deferrable() != null)
                        ? deferrals.room()
                        : 0);
        for (Request request : requests) {
            Submission submission = request.submission();
            Outcome before = decided.get(submission.correlationId());
            if (before != null && before.answers(submission)) {
                continue;
            }
            Decision decision = decide(request, snapshot, now);
            if (decision instanceof Associate associate
                    && associate.changesFeePlan()
                    && refused.contains(submission.correlationId())) {
                decision = new Rejected(Reason.FEE_PLAN_NOT_CHANGED, associate.account());
            }
            if (decision instanceof Rejected rejected && rejected.reason() == Reason.ACCOUNT_TOO_YOUNG) {
                if (before != null && before.waitsBeyond(submission)) {
                    continue;
                }
                if (defer(submission, rejected, snapshot, changes)) {
                    Outcome deferred = Outcome.deferred(submission, rejected.account(), before, now);
                    changes.outcomes.add(deferred);
                    decided.put(submission.correlationId(), deferred);
                    continue;
                }
            }
            if (decision instanceof Associate associate) {
                changes.add(submission, associate);
                snapshot.associated(submission, associate);
            }
            Outcome outcome = Outcome.of(submission, decision, before, now);
            if (before != null && before.state() == Outcome.State.DEFERRED) {
                changes.settled.add(submission.correlationId());
            }
            changes.outcomes.add(outcome);
            decided.put(submission.correlationId(), outcome);
        }
        feePlans.change(changes.feePlans, now);
        cards.associate(changes.cards, now);
        outcomes.save(changes.outcomes, now);
        deferrals.keep(changes.deferrals);
        deferrals.drop(changes.settled);
        return decided;
    }

    /** Whether the request waits until its account is old enough. */
    private boolean defer(Submission submission, Rejected tooYoung, Snapshot snapshot, Changes changes) {
        Deferrals.Deferral deferral = Optional.ofNullable(tooYoung.account())
                .flatMap(snapshot::openedAt)
                .map(opened -> deferrals.deferral(submission, opened.plus(settings.minimumAccountAge())))
                .orElse(null);
        if (deferral == null) {
            return false;
        }
        if (changes.deferrals.size() >= changes.room) {
            log.warn("{} is not put off: too many wait already", submission.correlationId());
            return false;
        }
        changes.deferrals.add(deferral);
        return true;
    }

    /** Whatever goes wrong with one request's data is that request's, and no reason to hold up the others. */
    private Decision decide(Request request, Snapshot snapshot, Instant now) {
        try {
            return TellerRules.decide(request.command(), snapshot.known(request), now, settings.minimumAccountAge());
        } catch (RuntimeException e) {
            // the class alone: the message could hold what was opened
            Submission submission = request.submission();
            submission.logged(() ->
                    log.error("{} {}", submission.correlationId(), e.getClass().getName()));
            return new Rejected(Reason.GENERAL_FAILURE, null);
        }
    }

    private Map<UUID, Outcome> refuse(Submission submission, Reason reason) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Map<UUID, Outcome> decided = outcomes.find(List.of(submission.correlationId()));
            Outcome before = decided.get(submission.correlationId());
            if (before != null && before.answers(submission)) {
                return decided;
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Outcome outcome = Outcome.of(submission, new Rejected(reason, null), before, now);
            outcomes.save(List.of(outcome), now);
            deferrals.drop(List.of(submission.correlationId()));
            decided.put(submission.correlationId(), outcome);
            return decided;
        }));
    }

    /** What a batch is to write. */
    private static final class Changes {
        private final List<FeePlans.Change> feePlans = new ArrayList<>();
        private final List<TellerCards.Association> cards = new ArrayList<>();
        private final List<Outcome> outcomes = new ArrayList<>();
        private final List<Deferrals.Deferral> deferrals = new ArrayList<>();
        private final List<UUID> settled = new ArrayList<>();
        private final int room;

        /** @param room how many requests may be put off */
        Changes(int room) {
            this.room = room;
        }

        void add(Submission submission, Associate decision) {
            if (decision.changesFeePlan()) {
                feePlans.add(new FeePlans.Change(
                        submission.correlationId(), decision.account(), decision.feePlan(), TellerRules.EMPLOYEE_PLAN));
            }
            cards.add(new TellerCards.Association(
                    submission.correlationId(),
                    submission.merchantId(),
                    submission.tellerId(),
                    decision.account(),
                    decision.replaced()));
        }
    }
}
