package io.caseline.cases.salesforce;

import io.caseline.cases.mapping.NewCase;
import io.caseline.cases.salesforce.InsertResult.Exists;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceApi.CompositeRequest;
import io.caseline.cases.salesforce.SalesforceApi.CompositeResponse;
import io.caseline.cases.salesforce.SalesforceApi.SubrequestResult;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes the calls: inserts many cases in one, and looks cases up. */
@Component
public class SalesforceClient {
    private final SalesforceApi api;
    private final ApiCalls calls;
    private final SalesforceSettings settings;
    private final CallBudget budget;
    private final OrgCheck orgCheck;
    private final SnapshotFields fields;
    private final DistributionSummary recordsPerCall;

    SalesforceClient(
            SalesforceApi api,
            ApiCalls calls,
            SalesforceSettings settings,
            CallBudget budget,
            OrgCheck orgCheck,
            SnapshotFields fields,
            MeterRegistry meters) {
        this.api = api;
        this.calls = calls;
        this.settings = settings;
        this.budget = budget;
        this.orgCheck = orgCheck;
        this.fields = fields;
        this.recordsPerCall = meters.summary("caseline.salesforce.records");
    }

    /**
     * Inserts the cases in one call. A case that exists already, by its correlation id, is left as it is.
     *
     * @return a result for each of the cases
     * @throws SalesforceUnavailableException if the org cannot be used now
     * @throws CallRefusedException if Salesforce refused the call as a whole
     */
    public Map<UUID, InsertResult> insert(List<NewCase> cases) {
        budget.check();
        orgCheck.requireFit();
        String more = fields.selected();
        CompositeResponse response = composite("insert", CompositeRequests.inserts(cases, settings, more));
        if (!more.isEmpty() && CompositeResponses.isQueryRefused(response)) {
            response = withPlainQuery(cases, response);
        }
        recordsPerCall.record(cases.size());
        Map<UUID, InsertResult> results = CompositeResponses.readInserts(cases, response, settings.externalIdField());
        if (results.values().stream()
                .anyMatch(
                        result -> result instanceof Refused refused && OrgCheck.mayMeanChangedFields(refused.code()))) {
            orgCheck.forget();
            if (results.values().stream().noneMatch(Exists.class::isInstance)) {
                // the org's fields may be the cause: check them before the records fail
                orgCheck.requireFit();
            }
        }
        return results;
    }

    /** This user may no longer read a field of the snapshot: the cases are inserted, so they are looked up without it. */
    private CompositeResponse withPlainQuery(List<NewCase> cases, CompositeResponse inserts) {
        fields.leaveOut();
        budget.take();
        List<UUID> ids = cases.stream().map(NewCase::correlationId).toList();
        return CompositeResponses.withQuery(inserts, lookUp(ids, ""));
    }

    /**
     * The cases that exist of these correlation ids, at most 800.
     *
     * @throws SalesforceException if the org does not respond
     */
    public Map<UUID, Exists> find(Collection<UUID> correlationIds) {
        String more = fields.selected();
        CompositeResponse response = lookUp(correlationIds, more);
        if (!more.isEmpty() && CompositeResponses.isQueryRefused(response)) {
            fields.leaveOut();
            response = lookUp(correlationIds, "");
        }
        List<SubrequestResult> parts = CompositeResponses.parts(response, 1);
        Map<String, Exists> found = CompositeResponses.found(parts.getFirst(), settings.externalIdField());
        Map<UUID, Exists> cases = new HashMap<>();
        found.forEach((id, existing) -> cases.put(UUID.fromString(id), existing));
        return cases;
    }

    /**
     * Checks that the mapping fits the org, so that this is known before the first case.
     *
     * @throws SalesforceException if it does not fit, or the org does not say
     */
    public void checkOrg() {
        orgCheck.requireFit();
    }

    /**
     * Makes a call that changes nothing, to find out whether the org can be used.
     *
     * @throws SalesforceException if it cannot
     */
    public void probe() {
        budget.check();
        orgCheck.requireFit();
        find(List.of(new UUID(0, 0)));
    }

    /** Cases that one call takes at most. */
    public int recordsPerCall() {
        return settings.recordsPerCall();
    }

    /** Calls that may be under way at the same time. */
    public int callsAtOnce() {
        return settings.callsAtOnce();
    }

    private CompositeResponse lookUp(Collection<UUID> correlationIds, String more) {
        return composite("look-up", CompositeRequests.lookUp(correlationIds, settings, more));
    }

    private CompositeResponse composite(String kind, CompositeRequest request) {
        return calls.make(
                kind,
                token -> api.composite(
                        token.apiUrl(), settings.apiVersion(), token.bearer(), settings.autoAssign(), request));
    }
}
