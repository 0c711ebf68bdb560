package io.caseline.cases.salesforce;

import io.caseline.cases.salesforce.InsertResult.Held;
import io.caseline.cases.salesforce.SalesforceApi.CompositeAnswer;
import io.caseline.cases.salesforce.SalesforceApi.CompositeRequest;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Inserts cases, many in one API call, and says of each what became of it. */
@Component
public class SalesforceClient {
    private final SalesforceApi api;
    private final ApiCalls calls;
    private final SalesforceSettings settings;
    private final SalesforceHealth health;
    private final Quota quota;
    private final OrgCheck orgCheck;
    private final Semaphore callsAtOnce;
    private final DistributionSummary recordsPerCall;

    SalesforceClient(
            SalesforceApi api,
            ApiCalls calls,
            SalesforceSettings settings,
            SalesforceHealth health,
            Quota quota,
            OrgCheck orgCheck,
            MeterRegistry meters) {
        this.api = api;
        this.calls = calls;
        this.settings = settings;
        this.health = health;
        this.quota = quota;
        this.orgCheck = orgCheck;
        this.callsAtOnce = new Semaphore(settings.callsAtOnce(), true);
        this.recordsPerCall = meters.summary("caseline.salesforce.records");
    }

    /** Cases that one call takes. */
    public int recordsPerCall() {
        return settings.recordsPerCall();
    }

    /**
     * Inserts the cases in one call, waiting in turn while as many calls as may be are under way. A case that exists
     * already, by its correlation id, counts as created and is left as it is.
     *
     * @return a result for each of the cases; while one of them is held, nobody should ask for a while
     * @throws SalesforceTrouble if the org as a whole is in trouble, and some of the cases may have been created; or if
     *     the calls that are left are not for such traffic
     */
    public Map<UUID, InsertResult> insert(List<NewCase> cases, Traffic traffic) {
        try {
            callsAtOnce.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SalesforceTrouble("INTERRUPTED", e);
        }
        try {
            if (traffic == Traffic.REPLAY) {
                // before the health is asked: that replays wait is no trouble with the org
                quota.checkForReplays();
            }
            health.enter();
            return insertIfHealthy(cases);
        } finally {
            callsAtOnce.release();
        }
    }

    /**
     * Tells records that are busy by themselves from those that are so by the org's fault, when none is to be tried again
     * at once: the latter are held.
     *
     * @param results of the last try
     * @param all cases of the first try
     */
    public Map<UUID, InsertResult> heldIfBusy(Map<UUID, InsertResult> results, int all) {
        Map<UUID, InsertResult> held = OrgFault.heldIfBusy(results, all);
        trouble(held).ifPresent(this::tell);
        return held;
    }

    /** Asks the org as soon as the application runs, so that a mapping that does not fit is told before a case comes. */
    @Scheduled(initialDelay = 0)
    void lookAhead() {
        try {
            orgCheck.pass();
        } catch (SalesforceTrouble trouble) {
            health.trouble(trouble.code());
            health.tryAgain();
        }
    }

    private Map<UUID, InsertResult> insertIfHealthy(List<NewCase> cases) {
        try {
            quota.check();
            orgCheck.pass();
            CompositeAnswer answer = composite(InsertCall.of(cases, settings));
            recordsPerCall.record(cases.size());
            Map<UUID, InsertResult> results = InsertAnswer.read(cases, answer, settings.externalIdField());
            if (health.isProbe()) {
                // one call at a time while it is so, and not several tries of each call
                results = OrgFault.heldIfBusy(results, cases.size());
            }
            trouble(results).ifPresentOrElse(this::tell, health::answered);
            return results;
        } catch (SalesforceTrouble trouble) {
            tell(trouble.code());
            throw trouble;
        } finally {
            health.leave();
        }
    }

    private static Optional<String> trouble(Map<UUID, InsertResult> results) {
        return results.values().stream()
                .filter(Held.class::isInstance)
                .map(held -> ((Held) held).code())
                .findFirst();
    }

    private void tell(String trouble) {
        if (ErrorKind.isOfFields(trouble)) {
            orgCheck.forget();
        }
        health.trouble(trouble);
    }

    private CompositeAnswer composite(CompositeRequest request) {
        return calls.make(
                "insert",
                token -> api.composite(
                        token.instance(), settings.apiVersion(), token.bearer(), settings.autoAssign(), request));
    }
}
