package io.caseline.local.demo;

import java.time.Instant;
import java.util.UUID;

/**
 * The ids of one line's teller and account. Each run of the demo has its own, as the card of a run before already is
 * its teller's card.
 */
record CardIds(String tellerId, UUID accountId, String cardNumber, String registrationId) {

    /** What the database is told to refuse while the demo runs. */
    static final String UNSAVEABLE = "unsaveable-";

    static CardIds of(CardSample sample, Instant run, int line) {
        long second = run.getEpochSecond() % 10_000_000_000L;
        boolean unsaveable = sample.teller() != null && sample.teller().unsaveable();
        return new CardIds(
                "%steller-%d-%03d".formatted(unsaveable ? UNSAVEABLE : "", second, line),
                UUID.randomUUID(),
                "4%010d%05d".formatted(second, line),
                "R%010d%05d".formatted(second, line));
    }
}
