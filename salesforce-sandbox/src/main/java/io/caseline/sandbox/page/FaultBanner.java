package io.caseline.sandbox.page;

import io.caseline.sandbox.faults.Faults;
import java.text.DecimalFormat;
import java.util.ArrayList;
import java.util.List;

/** Describes the active faults for the page. */
final class FaultBanner {

    private FaultBanner() {}

    static List<String> describe(Faults faults) {
        List<String> descriptions = new ArrayList<>();
        addIf(descriptions, faults.outage(), "outage: connections are closed");
        addIf(descriptions, faults.status() != null, "every call gets " + faults.status());
        addIf(descriptions, faults.callResponse() != null, "every call gets a fixed response");
        addIf(descriptions, faults.signInResponse() != null, "every sign-in gets a fixed response");
        addIf(descriptions, faults.signInFails(), "sign-ins fail");
        addIf(descriptions, faults.quotaUsed(), "daily API limit used up");
        addIf(descriptions, faults.latency() > 0, "%d ms a call".formatted(faults.latency()));
        addIf(
                descriptions,
                faults.latencyPerRecord() > 0,
                "%s ms a record".formatted(new DecimalFormat("0.###").format(faults.latencyPerRecord())));
        addIf(descriptions, faults.lockErrors() > 0, "lock errors for %d more records".formatted(faults.lockErrors()));
        addIf(
                descriptions,
                faults.lockErrorRate() > 0,
                "lock errors for %.0f %% of records".formatted(100 * faults.lockErrorRate()));
        addIf(
                descriptions,
                faults.commitThenTimeOut() > 0,
                "%d more writes time out after commit".formatted(faults.commitThenTimeOut()));
        addIf(descriptions, faults.truncate() > 0, "%d more responses truncated".formatted(faults.truncate()));
        addIf(descriptions, faults.hold() > 0, "%d more calls with a body held".formatted(faults.hold()));
        addIf(
                descriptions,
                faults.omitResults() > 0,
                "%d more responses lack a result".formatted(faults.omitResults()));
        addIf(
                descriptions,
                faults.maxRecordsPerCall() > 0,
                "automation fails above %d records".formatted(faults.maxRecordsPerCall()));
        faults.hiddenFields().forEach(field -> descriptions.add("hidden field: " + field.apiName()));
        faults.failCalls().forEach(rule -> descriptions.add("calls fail: " + rule.errorCode()));
        faults.failRecords()
                .forEach(rule -> descriptions.add(
                        "records fail by %s: %s".formatted(rule.field().apiName(), rule.statusCode())));
        return descriptions;
    }

    private static void addIf(List<String> descriptions, boolean active, String description) {
        if (active) {
            descriptions.add(description);
        }
    }
}
