package io.caseline.tellers.feeplans;

import io.caseline.tellers.feeplans.CardCoreClient.Call;
import io.caseline.tellers.feeplans.PendingPlanChanges.PendingChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Keeps the fee plans at the card core, with a copy in this database. The core is called while the caller's transaction is
 * open. A change that the core made and the transaction did not store stays pending until the command is decided again, or
 * {@link PlanReconciler} restores the plan.
 */
final class CardCoreFeePlans implements FeePlans {
    private final CardCoreClient core;
    private final PendingPlanChanges pending;
    private final DatabaseFeePlans copy;

    CardCoreFeePlans(CardCoreClient core, PendingPlanChanges pending, DatabaseFeePlans copy) {
        this.core = core;
        this.pending = pending;
        this.copy = copy;
    }

    @Override
    public void change(List<Change> changes, Instant now) {
        if (changes.isEmpty()) {
            return;
        }
        Map<UUID, PendingChange> opened = pending.open(changes, now);
        List<Call> calls = new ArrayList<>();
        for (Change change : changes) {
            PendingChange row = Objects.requireNonNull(opened.get(change.account()));
            UUID key = row.restoreTo() == null ? row.idempotencyKey() : afterRestore(row, row.restoreTo());
            calls.add(new Call(change.account(), key, change.to()));
        }
        Set<UUID> refused = call(calls);
        if (!refused.isEmpty()) {
            pending.removeRefused(refused);
            throw new FeePlanChangesRefusedException(
                    changes.stream()
                            .filter(change -> refused.contains(change.account()))
                            .map(Change::correlationId)
                            .collect(Collectors.toSet()),
                    null);
        }
        copy.change(changes, now);
        pending.remove(changes.stream().map(Change::account).toList());
    }

    @Override
    public boolean areChangedElsewhere() {
        return true;
    }

    /** A change that is refused while the core is unavailable gets a new key for the next try. */
    private Set<UUID> call(List<Call> calls) {
        try {
            return core.change(calls);
        } catch (CardCoreUnavailableException e) {
            pending.renewKeys(e.refused());
            throw e;
        }
    }

    /**
     * Completes a restore that has begun, as its call could take effect after this change otherwise. If the core refuses to
     * restore the plan, it still has the one that this change requests.
     */
    private UUID afterRestore(PendingChange row, String plan) {
        core.change(List.of(new Call(row.account(), row.idempotencyKey(), plan)));
        return pending.endRestore(row.account());
    }
}
