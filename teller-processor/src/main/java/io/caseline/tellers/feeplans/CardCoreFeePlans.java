package io.caseline.tellers.feeplans;

import io.caseline.tellers.feeplans.CardCore.Call;
import io.caseline.tellers.feeplans.Doubts.Doubt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Keeps the fee plans at the card core, with a copy here. The core is asked while the caller's transaction is open; what
 * it has said yes to, and the transaction then does not keep, is in doubt until the command comes again or
 * {@link Settlement} puts the plan back.
 */
final class CardCoreFeePlans implements FeePlans {
    private final CardCore core;
    private final Doubts doubts;
    private final DatabaseFeePlans copy;

    CardCoreFeePlans(CardCore core, Doubts doubts, DatabaseFeePlans copy) {
        this.core = core;
        this.doubts = doubts;
        this.copy = copy;
    }

    @Override
    public void change(List<Change> changes, Instant now) {
        if (changes.isEmpty()) {
            return;
        }
        Map<UUID, Doubt> opened = doubts.open(changes, now);
        List<Call> calls = new ArrayList<>();
        for (Change change : changes) {
            Doubt doubt = Objects.requireNonNull(opened.get(change.account()));
            UUID key = doubt.backTo() == null ? doubt.idempotencyKey() : afterRestoring(doubt, doubt.backTo());
            calls.add(new Call(change.account(), key, change.to()));
        }
        Set<UUID> refused = ask(calls);
        if (!refused.isEmpty()) {
            doubts.refused(refused);
            throw new FeePlansRefused(
                    changes.stream()
                            .filter(change -> refused.contains(change.account()))
                            .map(Change::correlationId)
                            .collect(Collectors.toSet()),
                    null);
        }
        copy.change(changes, now);
        doubts.settled(changes.stream().map(Change::account).toList());
    }

    @Override
    public boolean changeElsewhere() {
        return true;
    }

    /** What is refused while the core is away is asked for under a new key when it is there again. */
    private Set<UUID> ask(List<Call> calls) {
        try {
            return core.change(calls);
        } catch (CardCoreAway away) {
            doubts.renew(away.refused());
            throw away;
        }
    }

    /**
     * A plan that was about to be put back is put back first, or that call could come after this one. Should the core
     * refuse to, it has the plan that this change asks for.
     */
    private UUID afterRestoring(Doubt doubt, String plan) {
        core.change(List.of(new Call(doubt.account(), doubt.idempotencyKey(), plan)));
        return doubts.forward(doubt.account());
    }
}
