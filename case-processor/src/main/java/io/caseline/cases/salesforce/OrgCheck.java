package io.caseline.cases.salesforce;

import io.caseline.cases.mapping.MappingCheck;
import io.caseline.cases.mapping.MappingSettings;
import io.caseline.cases.salesforce.SalesforceApi.CaseDescription;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Holds the mapping against the org once, before the first case is sent. While it does not fit, no case is: each would
 * be refused. The org is asked again now and then, as the fault may be put right there.
 */
@Component
class OrgCheck {
    /** Trouble code while the mapping does not fit the org. */
    static final String MAPPING_DOES_NOT_FIT = "MAPPING_DOES_NOT_FIT";

    private static final Logger log = LoggerFactory.getLogger(OrgCheck.class);

    private final ApiCalls calls;
    private final SalesforceApi api;
    private final SalesforceSettings settings;
    private final MappingSettings mapping;
    private final InstantSource time;
    private boolean passed;
    private Instant notBefore = Instant.EPOCH;
    private volatile List<String> problems = List.of();

    OrgCheck(
            ApiCalls calls,
            SalesforceApi api,
            SalesforceSettings settings,
            MappingSettings mapping,
            InstantSource time) {
        this.calls = calls;
        this.api = api;
        this.settings = settings;
        this.mapping = mapping;
        this.time = time;
    }

    /** @throws SalesforceTrouble if the mapping does not fit, or the org does not say */
    synchronized void pass() {
        if (passed) {
            return;
        }
        if (!time.instant().isBefore(notBefore)) {
            ask();
        }
        if (!passed) {
            throw new SalesforceTrouble(MAPPING_DOES_NOT_FIT);
        }
    }

    /** The org has said something that shows that its fields are not what they were. */
    synchronized void forget() {
        passed = false;
    }

    /** What does not fit, for the health endpoint. */
    List<String> problems() {
        return problems;
    }

    private void ask() {
        CaseDescription org = calls.make(
                "describe", token -> api.describeCase(token.instance(), settings.apiVersion(), token.bearer()));
        problems = MappingCheck.problems(mapping, settings.externalIdField(), org.fields(), org.recordTypeInfos());
        passed = problems.isEmpty();
        if (passed) {
            log.info("The mapping fits the org's Case");
            return;
        }
        notBefore = time.instant().plus(settings.checkMappingEvery());
        problems.forEach(problem -> log.error("The mapping does not fit the org: {}", problem));
    }
}
