package io.caseline.local.demo;

import java.time.Instant;
import java.util.UUID;

/**
 * The ids of the teller and the account of one sample. They are new in each run of the demo, as a card can be associated
 * only once.
 */
record CardIds(String tellerId, UUID accountId, String cardNumber, String registrationId) {

    /** Prefix of tellers whose cards the database refuses during the demo. */
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
