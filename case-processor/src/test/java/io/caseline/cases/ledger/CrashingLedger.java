package io.caseline.cases.ledger;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Crashes instead of writing outcomes, as often as a test asks for: Salesforce has the cases by then. */
@Component
@Primary
public class CrashingLedger extends Ledger {
    private final AtomicInteger crashes = new AtomicInteger();

    CrashingLedger(LedgerEntries entries, JdbcTemplate jdbc, InstantSource time) {
        super(entries, jdbc, time);
    }

    public void crash(int times) {
        crashes.set(times);
    }

    @Override
    @Transactional
    public Map<UUID, LedgerEntry> settle(Map<CaseCommand, CaseOutcome> outcomes) {
        if (crashes.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("crashed between Salesforce and the ledger, on purpose");
        }
        return super.settle(outcomes);
    }
}
