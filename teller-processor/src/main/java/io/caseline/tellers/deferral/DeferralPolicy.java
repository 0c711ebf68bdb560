package io.caseline.tellers.deferral;

import io.caseline.tellers.rules.TellerRules;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** The settings and the free room with which the rules decide about deferral. */
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
     * @param hasRoom whether one more command may be deferred
     */
    public TellerRules.Terms terms(Duration minimumAccountAge, boolean hasRoom) {
        return new TellerRules.Terms(minimumAccountAge, settings.enabled(), settings.maxWait(), hasRoom);
    }

    /** How many more commands may be deferred. Batches that are decided at the same time do not see each other's. */
    public int deferralsLeft() {
        return settings.maxCommands() - store.count(settings.maxCommands());
    }
}
