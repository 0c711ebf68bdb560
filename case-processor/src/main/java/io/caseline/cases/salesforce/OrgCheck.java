package io.caseline.cases.salesforce;

import io.caseline.cases.mapping.MappingCheck;
import io.caseline.cases.mapping.MappingSettings;
import io.caseline.cases.salesforce.SalesforceApi.CaseDescription;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks once that the mapping fits the org, before the first case is sent. While it does not fit, no case is sent, as each
 * would be refused. The check is repeated at intervals, since the org may be corrected.
 */
@Component
class OrgCheck {
    /** Code while the mapping does not fit the org. */
    static final String MAPPING_DOES_NOT_FIT = "MAPPING_DOES_NOT_FIT";

    /** Codes that may show that fields of the org have changed. */
    private static final Set<String> FIELD_CODES = Set.of(
            "INVALID_FIELD",
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "INVALID_ID_FIELD",
            "MALFORMED_ID",
            "REQUIRED_FIELD_MISSING");

    /** How much rarer than a mapping that does not fit, fields that may not be read are looked for. */
    private static final int CHECKS_UNTIL_COMPLETE = 60;

    private static final Logger log = LoggerFactory.getLogger(OrgCheck.class);

    private final ApiCalls calls;
    private final SalesforceApi api;
    private final SalesforceSettings settings;
    private final MappingSettings mapping;
    private final SnapshotFields snapshotFields;
    private final InstantSource clock;
    private final SingleFlight<Boolean> check = new SingleFlight<>();
    private volatile boolean passed;
    private volatile Instant notBefore = Instant.EPOCH;
    private volatile Instant lastPassed = Instant.EPOCH;
    private volatile List<String> problems = List.of();

    OrgCheck(
            ApiCalls calls,
            SalesforceApi api,
            SalesforceSettings settings,
            MappingSettings mapping,
            SnapshotFields snapshotFields,
            InstantSource clock) {
        this.calls = calls;
        this.api = api;
        this.settings = settings;
        this.mapping = mapping;
        this.snapshotFields = snapshotFields;
        this.clock = clock;
    }

    /**
     * Concurrent callers share one check.
     *
     * @throws SalesforceUnavailableException if the mapping does not fit, or the org does not respond
     */
    void requireFit() {
        if (!snapshotFields.areComplete() && isDueAgain()) {
            forget();
        }
        if (!passed && !check.get(this::ask)) {
            throw new SalesforceUnavailableException(MAPPING_DOES_NOT_FIT);
        }
    }

    /** This user may be allowed to read more by now; fields that are left out for a refused query are asked for at once. */
    private boolean isDueAgain() {
        Duration pause =
                settings.checkMappingEvery().multipliedBy(snapshotFields.areLeftOut() ? 1 : CHECKS_UNTIL_COMPLETE);
        return !clock.instant().isBefore(lastPassed.plus(pause));
    }

    /** Whether a record's code may show that fields of the org have changed. */
    static boolean mayMeanChangedFields(String code) {
        return FIELD_CODES.contains(code) || code.startsWith("INSUFFICIENT_ACCESS");
    }

    /** Fields of the org may have changed: the mapping is checked again, at most once per interval, as a check is a call. */
    void forget() {
        if (!clock.instant().isBefore(lastPassed.plus(settings.checkMappingEvery()))) {
            passed = false;
        }
    }

    /** What does not fit, for the health endpoint. */
    List<String> problems() {
        return problems;
    }

    private boolean ask() {
        if (passed || clock.instant().isBefore(notBefore)) {
            return passed;
        }
        CaseDescription org = calls.make(
                "describe", token -> api.describeCase(token.apiUrl(), settings.apiVersion(), token.bearer()));
        snapshotFields.describedBy(org);
        problems = MappingCheck.problems(mapping, settings.externalIdField(), org.fields(), org.recordTypeInfos());
        passed = problems.isEmpty();
        if (problems.isEmpty()) {
            lastPassed = clock.instant();
            log.info("The mapping fits the org's Case");
            return true;
        }
        notBefore = clock.instant().plus(settings.checkMappingEvery());
        problems.forEach(problem -> log.error("The mapping does not fit the org: {}", problem));
        return false;
    }
}
