package io.caseline.sandbox.faults;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.Draft;
import io.caseline.sandbox.cases.RecordError;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The faults that are on, and how much is left of those that wear off. */
@Component
public class FaultBoard {

    private static final long SALESFORCE_GIVES_UP_AFTER_MINUTES = 10;

    private volatile Setting setting = new Setting(Faults.NONE);

    /** One state of the board; a call that began under it stays under it. */
    private static final class Setting {

        private final Faults faults;
        private final AtomicInteger lockErrors;
        private final AtomicInteger holds;
        private final AtomicInteger omissions;
        private final AtomicInteger timeOuts;
        private final AtomicInteger truncations;
        private final Random random;
        private final CountDownLatch over = new CountDownLatch(1);

        Setting(Faults faults) {
            this.faults = faults;
            this.lockErrors = new AtomicInteger(faults.lockErrors());
            this.holds = new AtomicInteger(faults.hold());
            this.omissions = new AtomicInteger(faults.omitResults());
            this.timeOuts = new AtomicInteger(faults.commitThenTimeOut());
            this.truncations = new AtomicInteger(faults.truncate());
            this.random = new Random(faults.seed());
        }
    }

    public Faults faults() {
        Setting now = setting;
        return now.faults.remaining(new Faults.Counts(
                now.lockErrors.get(), now.holds.get(), now.omissions.get(), now.timeOuts.get(), now.truncations.get()));
    }

    /** Calls that are held in silence are let go. */
    public synchronized void set(Faults faults) {
        CountDownLatch before = setting.over;
        setting = new Setting(faults);
        before.countDown();
    }

    /** Fails the call, if it is one of those that are to fail. */
    public void failCall(@Nullable JsonNode body) {
        List<FailCalls> rules = setting.faults.failCalls();
        if (!rules.isEmpty()) {
            String json = body == null ? "" : body.toString();
            rules.stream().filter(rule -> rule.matches(json)).findFirst().ifPresent(rule -> {
                throw rule.exception();
            });
        }
    }

    /** If this call is one that is held, waits until the faults are set again. */
    public void holdCall() throws InterruptedException {
        Setting now = setting;
        if (take(now.holds)) {
            now.over.await(SALESFORCE_GIVES_UP_AFTER_MINUTES, TimeUnit.MINUTES);
        }
    }

    public boolean takeOmission() {
        return take(setting.omissions);
    }

    /** The drafts of a collection as the faults leave them. */
    public List<Draft> spoil(List<Draft> drafts) {
        int max = setting.faults.maxRecordsPerCall();
        boolean tooMany = max > 0 && drafts.size() > max;
        return drafts.stream()
                .map(this::spoil)
                .map(draft -> tooMany ? draft.with(RecordError.automationFailed()) : draft)
                .toList();
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
        for (CaseField hidden : now.faults.hiddenFields()) {
            if (draft.values().containsKey(hidden)) {
                spoilt = spoilt.with(RecordError.unknownField(hidden.apiName()));
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
