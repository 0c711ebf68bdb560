package io.caseline.sandbox.faults;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.RecordError;
import io.caseline.sandbox.cases.RecordInput;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The active faults, with the remaining count of counted ones. */
@Component
public class ActiveFaults {

    private static final long SALESFORCE_TIMEOUT_MINUTES = 10;

    private volatile Setting setting = new Setting(Faults.NONE);

    /** The faults of one call to {@link #set}. A waiting call keeps the setting that it started with. */
    private static final class Setting {

        private final Faults faults;
        private final AtomicInteger lockErrors;
        private final AtomicInteger holds;
        private final AtomicInteger omissions;
        private final AtomicInteger timeOuts;
        private final AtomicInteger truncations;
        private final Random random;
        private final CountDownLatch replaced = new CountDownLatch(1);

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

    /** Replaces all faults and releases the waiting calls. */
    public synchronized void set(Faults faults) {
        CountDownLatch before = setting.replaced;
        setting = new Setting(faults);
        before.countDown();
    }

    /** @throws ApiException if a rule of {@link Faults#failCalls} matches the call */
    public void failCall(@Nullable JsonNode body) {
        List<CallFault> rules = setting.faults.failCalls();
        if (!rules.isEmpty()) {
            String json = body == null ? "" : body.toString();
            rules.stream().filter(rule -> rule.matches(json)).findFirst().ifPresent(rule -> {
                throw rule.exception();
            });
        }
    }

    /** Waits until the faults are set again, if this call is to be held. */
    public void holdCall() throws InterruptedException {
        Setting now = setting;
        if (take(now.holds)) {
            now.replaced.await(SALESFORCE_TIMEOUT_MINUTES, TimeUnit.MINUTES);
        }
    }

    public boolean takeOmitResult() {
        return take(setting.omissions);
    }

    /** Adds the errors of the active faults to the records of a collection. */
    public List<RecordInput> addErrors(List<RecordInput> inputs) {
        int max = setting.faults.maxRecordsPerCall();
        boolean tooMany = max > 0 && inputs.size() > max;
        return inputs.stream()
                .map(this::addErrors)
                .map(input -> tooMany ? input.with(RecordError.automationFailed()) : input)
                .toList();
    }

    /** Adds the errors of the active faults to a record. */
    public RecordInput addErrors(RecordInput input) {
        Setting now = setting;
        RecordInput result = input;
        for (RecordFault rule : now.faults.failRecords()) {
            if (rule.matches(input)) {
                result = result.with(rule.error());
            }
        }
        for (CaseField hidden : now.faults.hiddenFields()) {
            if (input.values().containsKey(hidden)) {
                result = result.with(RecordError.unknownField(hidden.apiName()));
            }
        }
        boolean locked = now.faults.lockErrorRate() > 0 && now.random.nextDouble() < now.faults.lockErrorRate();
        return locked || take(now.lockErrors) ? result.with(RecordError.locked()) : result;
    }

    public boolean takeTruncate() {
        return take(setting.truncations);
    }

    /**
     * Waits until the faults are set again or Salesforce would time out, if this call is to get no response.
     *
     * @return whether the call gets no response
     */
    public boolean withholdResponse() throws InterruptedException {
        Setting now = setting;
        if (!take(now.timeOuts)) {
            return false;
        }
        now.replaced.await(SALESFORCE_TIMEOUT_MINUTES, TimeUnit.MINUTES);
        return true;
    }

    private static boolean take(AtomicInteger left) {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }
}
