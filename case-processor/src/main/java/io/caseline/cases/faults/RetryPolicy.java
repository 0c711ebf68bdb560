package io.caseline.cases.faults;

import io.caseline.cases.BackOffSettings;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.salesforce.InsertResult.Refused;
import java.time.Duration;

/**
 * How often a refused record is sent again, and after what delay.
 *
 * @param busyTries how often a record is sent that Salesforce is too busy for, before it fails
 * @param busy delays between these tries
 * @param probeEvery time between two probes of a held program
 */
public record RetryPolicy(int busyTries, BackOffSettings busy, Duration probeEvery) {
    private static final Duration MAX_DELAY = Duration.ofMinutes(5);

    /** The record of a refused probe waits for so many probes, so that the next ones take other records. */
    private static final int AFTER_PROBE = 6;

    /** For a record that another transaction locks. */
    Decision busy(ClaimedCommand command, Refused refused) {
        String before = command.lastCode(); // other tries, such as those of a held program, do not count
        boolean busyTooOften = command.tries() + 1 >= busyTries
                && (busyTries == 1 || (before != null && ErrorKind.of(before) == ErrorKind.BUSY));
        return busyTooOften
                ? new Failed(refused.code(), refused.fields(), refused.caseMayExist())
                : delayed(command, refused, busy.max());
    }

    /** For a refusal that passes with time. */
    Retry later(ClaimedCommand command, Refused refused) {
        return delayed(command, refused, MAX_DELAY);
    }

    /** The delay doubles with each try. */
    private Retry delayed(ClaimedCommand command, Refused refused, Duration max) {
        Duration delay = busy.first().multipliedBy(1L << Math.min(command.tries(), 20));
        return new Retry(refused.code(), delay.compareTo(max) < 0 ? delay : max, true, refused.caseMayExist());
    }

    /** For the record of a refused probe of a held program. */
    Retry afterProbe(Refused refused) {
        return new Retry(refused.code(), probeEvery.multipliedBy(AFTER_PROBE), true, refused.caseMayExist());
    }
}
