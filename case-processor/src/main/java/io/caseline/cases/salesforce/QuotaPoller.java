package io.caseline.cases.salesforce;

import io.caseline.cases.salesforce.SalesforceApi.DailyApiRequests;
import io.caseline.cases.salesforce.SalesforceApi.Limits;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Asks the org how many calls are left, but only while live traffic or replays may wait for calls: the query is a call
 * too, and at other times every response says it.
 */
@Component
class QuotaPoller {
    private static final Logger log = LoggerFactory.getLogger(QuotaPoller.class);

    private final ApiCalls calls;
    private final SalesforceApi api;
    private final CallBudget budget;
    private final String apiVersion;
    private final Duration every;
    private final InstantSource clock;

    QuotaPoller(
            ApiCalls calls, SalesforceApi api, CallBudget budget, SalesforceSettings settings, InstantSource clock) {
        this.calls = calls;
        this.api = api;
        this.budget = budget;
        this.apiVersion = settings.apiVersion();
        this.every = settings.quota().lookEvery();
        this.clock = clock;
    }

    /** The first look is at once and makes no call, so that health shows the time of the next one from the start. */
    @Scheduled(initialDelay = 0, fixedDelayString = "${caseline.salesforce.quota.look-every:5m}")
    void look() {
        if (budget.isReserveReached() || !budget.allowsReplays()) {
            ask();
        }
        budget.lookAgainAt(clock.instant().plus(every));
    }

    private void ask() {
        try {
            Limits limits = calls.make("limits", token -> api.limits(token.apiUrl(), apiVersion, token.bearer()));
            DailyApiRequests daily = limits.dailyApiRequests();
            if (daily != null) {
                budget.update(daily.remaining(), daily.max());
            }
        } catch (SalesforceException e) {
            log.debug("The number of calls left cannot be read", e);
        }
    }
}
