package io.caseline.cases.salesforce;

import java.time.Instant;
import java.util.List;

/** What Salesforce says of one case. What a refusal means is judged elsewhere. */
public sealed interface InsertResult {

    /**
     * The case exists, whether this call made it or one before.
     *
     * @param createdAt by Salesforce's clock
     */
    record Created(String salesforceId, String caseNumber, Instant createdAt) implements InsertResult {}

    /** @param unanswered whether the case may exist all the same: the call was refused as a whole */
    record Refused(String code, List<String> fields, boolean unanswered) implements InsertResult {

        public Refused(String code, List<String> fields) {
            this(code, fields, false);
        }
    }
}
