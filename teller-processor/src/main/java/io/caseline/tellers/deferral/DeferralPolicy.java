package io.caseline.tellers.deferral;

import io.caseline.tellers.command.Command;
import io.caseline.tellers.rules.TellerRules;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Which commands may be deferred, and how many. */
@Component
public class DeferralPolicy {
    private final DeferralStore store;
    private final DeferralSettings settings;

    DeferralPolicy(DeferralStore store, DeferralSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /**
     * The terms on which the rules decide.
     *
     * @param room whether one more command may be deferred
     */
    public TellerRules.Terms terms(Duration minimumAccountAge, boolean room) {
        return new TellerRules.Terms(minimumAccountAge, settings.enabled(), settings.maxWait(), room);
    }

    public boolean isDeferrable(Command command) {
        return settings.enabled() && command.respondAsync();
    }

    /** How many more commands may be deferred. Batches that are decided at the same time do not see each other's. */
    public int room() {
        return settings.maxCommands() - store.count(settings.maxCommands());
    }
}
