package io.caseline.sandbox.faults;

import io.caseline.sandbox.cases.Draft;
import io.caseline.sandbox.cases.RecordError;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** The faults that are on, and how much is left of those that wear off. */
@Component
public class FaultBoard {

    private static final long SALESFORCE_GIVES_UP_AFTER_MINUTES = 10;

    private volatile Setting setting = new Setting(Faults.NONE);

    /** One state of the board; a call that began under it stays under it. */
    private static final class Setting {

        private final Faults faults;
        private final AtomicInteger lockErrors;
        private final AtomicInteger timeOuts;
        private final AtomicInteger truncations;
        private final Random random;
        private final CountDownLatch over = new CountDownLatch(1);

        Setting(Faults faults) {
            this.faults = faults;
            this.lockErrors = new AtomicInteger(faults.lockErrors());
            this.timeOuts = new AtomicInteger(faults.commitThenTimeOut());
            this.truncations = new AtomicInteger(faults.truncate());
            this.random = new Random(faults.seed());
        }
    }

    public Faults faults() {
        Setting now = setting;
        return now.faults.remaining(now.lockErrors.get(), now.timeOuts.get(), now.truncations.get());
    }

    /** Calls that are held in silence are let go. */
    public synchronized void set(Faults faults) {
        CountDownLatch before = setting.over;
        setting = new Setting(faults);
        before.countDown();
    }

    /** The draft as the faults leave it: with an error, if it is to fail. */
    public Draft spoil(Draft draft) {
        Setting now = setting;
        Draft spoilt = draft;
        for (FailRecords rule : now.faults.failRecords()) {
            if (rule.matches(draft)) {
                spoilt = spoilt.with(rule.error());
            }
        }
        boolean unlucky = now.faults.lockErrorRate() > 0 && now.random.nextDouble() < now.faults.lockErrorRate();
        return unlucky || take(now.lockErrors) ? spoilt.with(RecordError.locked()) : spoilt;
    }

    public boolean takeTruncation() {
        return take(setting.truncations);
    }

    /** If this call is one that is never answered, waits until nobody can expect an answer any more. */
    public boolean holdBackForGood() throws InterruptedException {
        Setting now = setting;
        if (!take(now.timeOuts)) {
            return false;
        }
        now.over.await(SALESFORCE_GIVES_UP_AFTER_MINUTES, TimeUnit.MINUTES);
        return true;
    }

    private static boolean take(AtomicInteger left) {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }
}
