package io.caseline.cases.console;

import io.caseline.cases.console.ProgressView.Segment;
import io.caseline.cases.salesforce.OrgStatus;
import io.caseline.cases.salesforce.OrgStatus.Quota;
import java.util.List;

/**
 * Salesforce's state in words.
 *
 * @param kind of its badge
 * @param label the state in one or two words
 * @param sentence what it means
 * @param gauge of the day's calls; empty while they are not known
 */
record OrgView(OrgStatus status, String kind, String label, String sentence, List<Segment> gauge) {

    static OrgView of(OrgStatus org) {
        return switch (org.state()) {
            case OPEN ->
                view(
                        org,
                        "bad",
                        "Held",
                        "All calls are held. Cases wait and none fails; a probe is sent now and then.");
            case HALF_OPEN -> view(org, "warn", "Probing", "All calls are held while one probe is in progress.");
            case CLOSED ->
                org.paced()
                        ? view(
                                org,
                                "warn",
                                "Paced",
                                "Calls wait for the pace that the day's quota allows, and carry more cases each.")
                        : view(org, "good", "Open", "Calls go through.");
        };
    }

    private static OrgView view(OrgStatus org, String kind, String label, String sentence) {
        Quota quota = org.quota();
        List<Segment> gauge = quota == null
                ? List.of()
                : ProgressView.segments(
                        quota.max(),
                        List.of("used", "free", "reserve"),
                        quota.max() - quota.left(),
                        Math.max(0, quota.left() - quota.reserved()),
                        Math.min(quota.left(), quota.reserved()));
        return new OrgView(org, kind, label, sentence, gauge);
    }
}
