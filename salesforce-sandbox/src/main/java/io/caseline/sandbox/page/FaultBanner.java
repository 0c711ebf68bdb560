package io.caseline.sandbox.page;

import io.caseline.sandbox.faults.Faults;
import java.text.DecimalFormat;
import java.util.ArrayList;
import java.util.List;

/** The faults that are on, in words. */
final class FaultBanner {

    private FaultBanner() {}

    static List<String> words(Faults faults) {
        List<String> words = new ArrayList<>();
        say(words, faults.outage(), "outage: nothing is answered");
        say(words, faults.status() != null, "every call gets " + faults.status());
        say(words, faults.callResponse() != null, "every call gets a fixed response");
        say(words, faults.signInResponse() != null, "every sign-in gets a fixed response");
        say(words, faults.signInFails(), "sign-ins fail");
        say(words, faults.quotaUsed(), "daily API limit used up");
        say(words, faults.latency() > 0, "%d ms a call".formatted(faults.latency()));
        say(
                words,
                faults.latencyPerRecord() > 0,
                "%s ms a record".formatted(new DecimalFormat("0.###").format(faults.latencyPerRecord())));
        say(words, faults.lockErrors() > 0, "lock errors for %d more records".formatted(faults.lockErrors()));
        say(
                words,
                faults.lockErrorRate() > 0,
                "lock errors for %.0f %% of records".formatted(100 * faults.lockErrorRate()));
        say(
                words,
                faults.commitThenTimeOut() > 0,
                "%d more writes never answered".formatted(faults.commitThenTimeOut()));
        say(words, faults.truncate() > 0, "%d more answers cut off".formatted(faults.truncate()));
        say(words, faults.hold() > 0, "%d more writes held".formatted(faults.hold()));
        say(words, faults.omitResults() > 0, "%d more responses lack a result".formatted(faults.omitResults()));
        say(
                words,
                faults.maxRecordsPerCall() > 0,
                "automation fails above %d records".formatted(faults.maxRecordsPerCall()));
        faults.hiddenFields().forEach(field -> words.add("hidden field: " + field.apiName()));
        faults.failCalls().forEach(rule -> words.add("calls fail: " + rule.errorCode()));
        faults.failRecords()
                .forEach(rule -> words.add(
                        "records fail by %s: %s".formatted(rule.field().apiName(), rule.statusCode())));
        return words;
    }

    private static void say(List<String> words, boolean on, String what) {
        if (on) {
            words.add(what);
        }
    }
}
