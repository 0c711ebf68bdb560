package io.caseline.cases.salesforce;

import java.time.Instant;
import java.util.List;

/** What Salesforce says about one case. {@code FaultJudge} decides what a refusal means. */
public sealed interface InsertResult {
    /** Code of a response that lacks the results of some records. */
    String RESULTS_MISSING = "RESULTS_MISSING";

    /** Code of a case that exists according to Salesforce, but that the query does not find. */
    String CASE_NOT_VISIBLE = "CASE_NOT_VISIBLE";

    /**
     * The case exists, whether this call made it or one before.
     *
     * @param createdAt by Salesforce's clock
     */
    record Created(String salesforceId, String caseNumber, Instant createdAt) implements InsertResult {}

    /** @param unanswered whether the case may exist nevertheless, as the call was refused as a whole */
    record Refused(String code, List<String> fields, boolean unanswered) implements InsertResult {

        public Refused(String code, List<String> fields) {
            this(code, fields, false);
        }
    }
}
