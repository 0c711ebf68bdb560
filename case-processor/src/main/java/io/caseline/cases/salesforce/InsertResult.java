package io.caseline.cases.salesforce;

import io.caseline.cases.ledger.CaseSnapshot;
import java.time.Instant;
import java.util.List;

/** What Salesforce says about one case in a call. {@code FaultJudge} decides what a refusal means. */
public sealed interface InsertResult {
    /**
     * The case exists, whether this call created it, or one before.
     *
     * @param createdAt by Salesforce's clock
     */
    record Exists(String salesforceId, String caseNumber, Instant createdAt, CaseSnapshot snapshot)
            implements InsertResult {}

    /** @param caseMayExist whether the call may have created the case, although it was refused as a whole */
    record Refused(String code, List<String> fields, boolean caseMayExist) implements InsertResult {

        public Refused(String code, List<String> fields) {
            this(code, fields, false);
        }
    }
}
