package io.caseline.tellers.association;

import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.command.CommandBatch;
import io.caseline.tellers.command.UnsealedCommand;
import io.caseline.tellers.deferral.DeferralPolicy;
import io.caseline.tellers.outcome.DecidedCommand;
import io.caseline.tellers.outcome.Outcome;
import io.caseline.tellers.outcome.OutcomeStore;
import io.caseline.tellers.rules.Decision;
import io.caseline.tellers.rules.Decision.Associate;
import io.caseline.tellers.rules.Decision.Defer;
import io.caseline.tellers.rules.Decision.Reject;
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

/** Decides the commands of a batch by the rules, in the caller's transaction: take, load, decide, store. */
@Component
class BatchDecider {
    private static final Logger log = LoggerFactory.getLogger(BatchDecider.class);

    private final CommandUnsealer unsealer;
    private final DirectoryLoader directory;
    private final OutcomeStore outcomes;
    private final DeferralPolicy deferral;
    private final BatchStore store;
    private final InstantSource clock;
    private final AssociationSettings settings;

    BatchDecider(
            CommandUnsealer unsealer,
            DirectoryLoader directory,
            OutcomeStore outcomes,
            DeferralPolicy deferral,
            BatchStore store,
            InstantSource clock,
            AssociationSettings settings) {
        this.unsealer = unsealer;
        this.directory = directory;
        this.outcomes = outcomes;
        this.deferral = deferral;
        this.store = store;
        this.clock = clock;
        this.settings = settings;
    }

    /** @param refused commands whose fee plan changes were refused, and are not requested again */
    List<DecidedCommand> decideBatch(CommandBatch batch, Set<UUID> refused) {
        List<Command> commands = batch.take();
        if (commands.isEmpty()) {
            batch.sendDeadLetters();
            return List.of();
        }
        Map<UUID, UnsealedCommand> unsealed = new LinkedHashMap<>();
        commands.forEach(command -> unsealed.computeIfAbsent(command.correlationId(), id -> unsealer.unseal(command)));
        BatchFacts batchFacts = directory.load(unsealed.values());
        // after the directory's locks, so that an outcome which another instance has just stored is seen
        BatchChanges changes = new BatchChanges(outcomes.find(unsealed.keySet()), now());
        int deferralsLeft = commands.stream().anyMatch(Command::respondAsync) ? deferral.deferralsLeft() : 0;
        for (UnsealedCommand command : unsealed.values()) {
            decideCommand(command, batchFacts, changes, deferralsLeft, refused);
        }
        List<DecidedCommand> decided = store.save(changes, commands);
        batch.sendDeadLetters();
        return decided;
    }

    private void decideCommand(
            UnsealedCommand unsealed,
            BatchFacts batchFacts,
            BatchChanges changes,
            int deferralsLeft,
            Set<UUID> refused) {
        Command command = unsealed.command();
        Outcome previous = changes.previous(command);
        if (command.wasDeferred() && (previous == null || !previous.isDeferred())) {
            changes.endDeferral(command); // another instance, or a repeat, has decided it meanwhile
            return;
        }
        if (previous != null && previous.isFinalFor(command)) {
            return;
        }
        boolean hasRoom = changes.deferred() < deferralsLeft;
        TellerRules.Terms terms = deferral.terms(settings.minimumAccountAge(), hasRoom);
        Decision decision = applyRules(unsealed, batchFacts, terms, changes.now());
        if (refused.contains(command.correlationId())) {
            decision = TellerRules.feePlanRefused(decision);
        }
        if (previous != null && previous.staysDeferred(decision, command)) {
            return;
        }
        changes.add(command, decision);
        switch (decision) {
            case Associate associate -> batchFacts.associated(command, associate);
            case Reject reject -> warnIfFull(command, reject, terms);
            case Defer defer -> {}
        }
    }

    /** Whatever is wrong with the data of one command is that command's failure, and does not stop the others. */
    private Decision applyRules(UnsealedCommand unsealed, BatchFacts batchFacts, TellerRules.Terms terms, Instant now) {
        try {
            return TellerRules.decide(unsealed, batchFacts.of(unsealed), terms, now);
        } catch (RuntimeException e) {
            // only the class: the message could quote the unsealed data
            Command command = unsealed.command();
            command.withTraceId(() -> log.error(
                    "Command {} could not be decided: {}",
                    command.correlationId(),
                    e.getClass().getName()));
            return new Reject(AssociationReason.GENERAL_FAILURE, null);
        }
    }

    private void warnIfFull(Command command, Reject reject, TellerRules.Terms terms) {
        if (!terms.hasRoom()
                && TellerRules.isDeferrable(command, terms)
                && reject.reason() == AssociationReason.ACCOUNT_TOO_YOUNG) {
            log.warn("Command {} is not deferred: the limit of deferred commands is reached", command.correlationId());
        }
    }

    /** Rejects the command of a batch of one, after the failure that it caused. */
    List<DecidedCommand> reject(CommandBatch single, RuntimeException failure) {
        AssociationReason reason = FailureJudge.reason(failure);
        List<Command> commands = single.take();
        BatchChanges changes = new BatchChanges(
                outcomes.find(commands.stream().map(Command::correlationId).toList()), now());
        for (Command command : commands) {
            command.withTraceId(() -> log.warn("Command {} is rejected: {}", command.correlationId(), reason, failure));
            Outcome previous = changes.previous(command);
            if (previous == null || !previous.isFinalFor(command)) {
                changes.add(command, new Reject(reason, null));
            }
            changes.endDeferral(command);
        }
        List<DecidedCommand> decided = store.save(changes, commands);
        single.sendDeadLetters();
        return decided;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
