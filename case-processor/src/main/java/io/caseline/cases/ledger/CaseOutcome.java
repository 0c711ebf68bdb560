package io.caseline.cases.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a submission. */
public sealed interface CaseOutcome {

    record Created(String salesforceId, String caseNumber) implements CaseOutcome {}

    /**
     * @param code Salesforce's statusCode, or a code of this pipeline's own
     * @param fields the Salesforce fields that the failure names
     */
    record Failed(String code, List<String> fields) implements CaseOutcome {

        @Nullable
        String fieldList() {
            return fields.isEmpty() ? null : String.join(",", fields);
        }

        /** Made of code and fields only: Salesforce's own message quotes values. */
        public String text() {
            return fields.isEmpty() ? code : code + " on " + String.join(", ", fields);
        }
    }
}
