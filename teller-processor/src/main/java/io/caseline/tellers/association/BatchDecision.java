package io.caseline.tellers.association;

import io.caseline.messaging.Outbox;
import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.association.Decision.Associate;
import io.caseline.tellers.association.Decision.Rejected;
import io.caseline.tellers.feeplans.FeePlans;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Decides the commands of a batch and writes all that comes of it, in the caller's transaction. */
@Component
class BatchDecision {
    private static final Logger log = LoggerFactory.getLogger(BatchDecision.class);

    private final RequestOpener opener;
    private final Snapshots snapshots;
    private final FeePlans feePlans;
    private final TellerCards cards;
    private final Outcomes outcomes;
    private final Deferrals deferrals;
    private final Outbox outbox;
    private final InstantSource clock;
    private final AssociationSettings settings;

    BatchDecision(
            RequestOpener opener,
            Snapshots snapshots,
            FeePlans feePlans,
            TellerCards cards,
            Outcomes outcomes,
            Deferrals deferrals,
            Outbox outbox,
            InstantSource clock,
            AssociationSettings settings) {
        this.opener = opener;
        this.snapshots = snapshots;
        this.feePlans = feePlans;
        this.cards = cards;
        this.outcomes = outcomes;
        this.deferrals = deferrals;
        this.outbox = outbox;
        this.clock = clock;
        this.settings = settings;
    }

    /** @param refused requests whose fee plans are not to be asked for again */
    List<Answer> decideAndKeep(CommandBatch batch, Set<UUID> refused) {
        List<Submission> submissions = batch.claim();
        if (submissions.isEmpty()) {
            batch.beforeCommit();
            return List.of();
        }
        Map<UUID, Request> requests = new LinkedHashMap<>();
        submissions.forEach(
                submission -> requests.computeIfAbsent(submission.correlationId(), id -> opener.open(submission)));
        Snapshot snapshot = snapshots.load(requests.values());
        // after the locks: what another instance decided of these requests is seen
        Map<UUID, Outcome> known = outcomes.find(requests.keySet());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Changes changes = new Changes(
                requests.values().stream()
                                .anyMatch(request -> request.submission().respondAsync())
                        ? deferrals.room()
                        : 0);
        for (Request request : requests.values()) {
            decide(request, known.get(request.submission().correlationId()), snapshot, refused, changes, now);
        }
        feePlans.change(changes.feePlans, now);
        cards.associate(changes.cards, now);
        deferrals.keep(changes.deferrals);
        deferrals.drop(changes.settled);
        return keep(batch, submissions, known, changes.decided, now);
    }

    /** @param before what became of the request until now */
    private void decide(
            Request request,
            @Nullable Outcome before,
            Snapshot snapshot,
            Set<UUID> refused,
            Changes changes,
            Instant now) {
        Submission submission = request.submission();
        boolean settled = submission.due() && (before == null || before.state() != Outcome.State.DEFERRED);
        if (settled || (before != null && before.answers(submission))) {
            if (settled) {
                changes.settled.add(submission.correlationId());
            }
            return;
        }
        Decision decision = decide(request, snapshot, now);
        if (decision instanceof Associate associate
                && associate.changesFeePlan()
                && refused.contains(submission.correlationId())) {
            decision = new Rejected(AssociationReason.FEE_PLAN_NOT_CHANGED, associate.account());
        }
        if (decision instanceof Rejected rejected && rejected.reason() == AssociationReason.ACCOUNT_TOO_YOUNG) {
            if (before != null && before.waitsBeyond(submission)) {
                return;
            }
            if (defer(submission, rejected, snapshot, changes)) {
                changes.decided(Outcome.deferred(submission, rejected.account(), before, now));
                return;
            }
        }
        if (decision instanceof Associate associate) {
            changes.add(submission, associate);
            snapshot.associated(submission, associate);
        }
        if (before != null && before.state() == Outcome.State.DEFERRED) {
            changes.settled.add(submission.correlationId());
        }
        changes.decided(Outcome.of(submission, decision, before, now));
    }

    /** Saves what was decided now, with its events, and answers each submission. */
    private List<Answer> keep(
            CommandBatch batch,
            List<Submission> submissions,
            Map<UUID, Outcome> known,
            Map<UUID, Outcome> decided,
            Instant now) {
        outcomes.save(decided.values(), now);
        Set<UUID> answered = new HashSet<>();
        List<Answer> answers = new ArrayList<>();
        for (Submission submission : submissions) {
            UUID id = submission.correlationId();
            Outcome outcome = decided.getOrDefault(id, known.get(id));
            if (outcome != null) {
                answers.add(new Answer(submission, outcome, decided.containsKey(id) && answered.add(id)));
            }
        }
        outbox.add(answers.stream()
                .filter(answer -> answer.decidedNow() && !answer.isDeferred())
                .map(TellerMessages::outboxEvent)
                .toList());
        batch.beforeCommit();
        return answers;
    }

    /** Whether the request waits until its account is old enough. */
    private boolean defer(Submission submission, Rejected tooYoung, Snapshot snapshot, Changes changes) {
        Deferrals.Deferral deferral = Optional.ofNullable(tooYoung.account())
                .flatMap(snapshot::openedAt)
                .flatMap(opened -> deferrals.deferral(submission, opened.plus(settings.minimumAccountAge())))
                .orElse(null);
        if (deferral == null) {
            return false;
        }
        if (!submission.due() && changes.deferrals.size() >= changes.room) {
            log.warn("{} is not deferred: too many wait already", submission.correlationId());
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
            return new Rejected(AssociationReason.GENERAL_FAILURE, null);
        }
    }

    /** Gives a batch of one command this outcome. */
    List<Answer> refuse(CommandBatch single, AssociationReason reason) {
        List<Submission> submissions = single.claim();
        Map<UUID, Outcome> known = outcomes.find(
                submissions.stream().map(Submission::correlationId).toList());
        Map<UUID, Outcome> refused = new HashMap<>();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (Submission submission : submissions) {
            submission.logged(() -> log.warn("{} {}", submission.correlationId(), reason));
            Outcome before = known.get(submission.correlationId());
            if (before == null || !before.answers(submission)) {
                refused.put(
                        submission.correlationId(), Outcome.of(submission, new Rejected(reason, null), before, now));
            }
        }
        deferrals.drop(submissions.stream().map(Submission::correlationId).toList());
        return keep(single, submissions, known, refused, now);
    }

    /** What a batch is to write. */
    private static final class Changes {
        private final List<FeePlans.Change> feePlans = new ArrayList<>();
        private final List<TellerCards.Association> cards = new ArrayList<>();
        private final Map<UUID, Outcome> decided = new LinkedHashMap<>();
        private final List<Deferrals.Deferral> deferrals = new ArrayList<>();
        private final List<UUID> settled = new ArrayList<>();
        private final int room;

        /** @param room how many requests may be deferred */
        Changes(int room) {
            this.room = room;
        }

        void decided(Outcome outcome) {
            decided.put(outcome.correlationId(), outcome);
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
