package io.caseline.tellers.association;

import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.command.CommandBatch;
import io.caseline.tellers.command.UnsealedCommand;
import io.caseline.tellers.deferral.Deferrals;
import io.caseline.tellers.outcome.DecidedCommand;
import io.caseline.tellers.outcome.Outcome;
import io.caseline.tellers.outcome.OutcomeStore;
import io.caseline.tellers.rules.Decision;
import io.caseline.tellers.rules.Decision.Associate;
import io.caseline.tellers.rules.Decision.Defer;
import io.caseline.tellers.rules.Decision.Rejected;
import io.caseline.tellers.rules.TellerRules;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Decides the commands of a batch by the rules, in the caller's transaction: claim, load, decide, store. */
@Component
class BatchDecision {
    private static final Logger log = LoggerFactory.getLogger(BatchDecision.class);

    private final CommandUnsealer unsealer;
    private final DirectoryLoader directory;
    private final OutcomeStore outcomes;
    private final Deferrals deferrals;
    private final BatchStore store;
    private final InstantSource clock;
    private final AssociationSettings settings;

    BatchDecision(
            CommandUnsealer unsealer,
            DirectoryLoader directory,
            OutcomeStore outcomes,
            Deferrals deferrals,
            BatchStore store,
            InstantSource clock,
            AssociationSettings settings) {
        this.unsealer = unsealer;
        this.directory = directory;
        this.outcomes = outcomes;
        this.deferrals = deferrals;
        this.store = store;
        this.clock = clock;
        this.settings = settings;
    }

    /** @param refused commands whose fee plan changes were refused, and are not requested again */
    List<DecidedCommand> decideAndStore(CommandBatch batch, Set<UUID> refused) {
        List<Command> commands = batch.claim();
        if (commands.isEmpty()) {
            batch.beforeCommit();
            return List.of();
        }
        Map<UUID, UnsealedCommand> unsealed = new LinkedHashMap<>();
        commands.forEach(command -> unsealed.computeIfAbsent(command.correlationId(), id -> unsealer.unseal(command)));
        BatchFacts facts = directory.load(unsealed.values());
        // after the directory's locks, so that an outcome which another instance has just stored is seen
        BatchChanges changes = new BatchChanges(outcomes.find(unsealed.keySet()), now());
        int deferralRoom = commands.stream().anyMatch(Command::respondAsync) ? deferrals.room() : 0;
        for (UnsealedCommand command : unsealed.values()) {
            decide(command, facts, changes, deferralRoom, refused);
        }
        List<DecidedCommand> decided = store.save(changes, commands);
        batch.beforeCommit();
        return decided;
    }

    private void decide(
            UnsealedCommand unsealed, BatchFacts facts, BatchChanges changes, int deferralRoom, Set<UUID> refused) {
        Command command = unsealed.command();
        Outcome previous = changes.previous(command);
        if (command.due() && (previous == null || !previous.isDeferred())) {
            changes.endDeferral(command); // another instance, or a repeat, has decided it meanwhile
            return;
        }
        if (previous != null && previous.isFinalFor(command)) {
            return;
        }
        boolean room = changes.deferred() < deferralRoom;
        Decision decision = decide(unsealed, facts, deferrals.terms(settings.minimumAccountAge(), room), changes.now());
        if (refused.contains(command.correlationId())) {
            decision = TellerRules.feePlanRefused(decision);
        }
        if (previous != null && previous.keepsWaiting(decision, command)) {
            return;
        }
        changes.add(command, decision);
        switch (decision) {
            case Associate associate -> facts.associated(command, associate);
            case Rejected rejected -> warnIfFull(command, rejected, room);
            case Defer defer -> {}
        }
    }

    /** Whatever is wrong with the data of one command is that command's failure, and does not stop the others. */
    private Decision decide(UnsealedCommand unsealed, BatchFacts facts, TellerRules.Terms terms, Instant now) {
        try {
            return TellerRules.decide(unsealed, facts.of(unsealed), terms, now);
        } catch (RuntimeException e) {
            // only the class: the message could quote the unsealed data
            Command command = unsealed.command();
            command.withTraceId(() ->
                    log.error("{} {}", command.correlationId(), e.getClass().getName()));
            return new Rejected(AssociationReason.GENERAL_FAILURE, null);
        }
    }

    private void warnIfFull(Command command, Rejected rejected, boolean room) {
        if (!room && deferrals.isDeferrable(command) && rejected.reason() == AssociationReason.ACCOUNT_TOO_YOUNG) {
            log.warn("{} is not deferred: the limit of deferred commands is reached", command.correlationId());
        }
    }

    /** Rejects the command of a batch of one. */
    List<DecidedCommand> reject(CommandBatch single, AssociationReason reason) {
        List<Command> commands = single.claim();
        BatchChanges changes = new BatchChanges(
                outcomes.find(commands.stream().map(Command::correlationId).toList()), now());
        for (Command command : commands) {
            command.withTraceId(() -> log.warn("{} {}", command.correlationId(), reason));
            Outcome previous = changes.previous(command);
            if (previous == null || !previous.isFinalFor(command)) {
                changes.add(command, new Rejected(reason, null));
            }
            changes.endDeferral(command);
        }
        List<DecidedCommand> decided = store.save(changes, commands);
        single.beforeCommit();
        return decided;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
