package io.caseline.gateway.places;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A number of places, shared out by tenant and by token. A tenant takes at most as many as stay free for others, and a token
 * at most twice as many as its tenant could still take: however many callers take all they can, there is always a place for one
 * who has none. These are the dynamic thresholds of shared buffers in network switches, on two levels.
 */
public final class Places {
    private final int all;
    private final int mostPerTenant;
    private final Map<String, Integer> byTenant = new HashMap<>();
    private final Map<Caller, Integer> byToken = new HashMap<>();
    private int taken;

    public Places(int all) {
        this(all, all);
    }

    /** @param mostPerTenant limit for a tenant, even if nobody else takes a place */
    public Places(int all, int mostPerTenant) {
        this.all = all;
        this.mostPerTenant = mostPerTenant;
    }

    /** A place that somebody has. */
    public final class Place {
        private final Caller caller;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(Caller caller) {
            this.caller = caller;
        }

        /** Once; after that it does nothing. */
        public void leave() {
            if (left.compareAndSet(false, true)) {
                free(caller);
            }
        }
    }

    /** Empty if the caller has its share. */
    public synchronized Optional<Place> take(Caller caller) {
        int free = all - taken;
        int ofTenant = byTenant.getOrDefault(caller.tenant(), 0);
        int ofToken = byToken.getOrDefault(caller, 0);
        int leftForTenant = Math.min(free, mostPerTenant) - ofTenant;
        if (ofToken >= 2 * leftForTenant && (ofTenant > 0 || free == 0)) {
            return Optional.empty();
        }
        taken++;
        byTenant.put(caller.tenant(), ofTenant + 1);
        byToken.put(caller, ofToken + 1);
        return Optional.of(new Place(caller));
    }

    private synchronized void free(Caller caller) {
        taken--;
        byTenant.computeIfPresent(caller.tenant(), Places::oneLess);
        byToken.computeIfPresent(caller, Places::oneLess);
    }

    @SuppressWarnings("NullAway") // null removes the entry
    private static <K> Integer oneLess(K key, Integer count) {
        return count == 1 ? null : count - 1;
    }

    public synchronized int taken() {
        return taken;
    }
}
