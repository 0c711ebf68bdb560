package io.caseline.cases.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command's call to Salesforce leads to. */
public sealed interface Decision {

    /**
     * The case exists.
     *
     * @param createdAt by Salesforce's clock
     * @param snapshot as it was seen right after it was created, or when it was found
     */
    record Created(String salesforceId, String caseNumber, Instant createdAt, CaseSnapshot snapshot)
            implements Decision {}

    /**
     * The command failed. It stays in the ledger.
     *
     * @param code Salesforce's statusCode, or a code of this application
     * @param fields the Salesforce fields that the failure names
     * @param caseMayExist whether the call may have created the case, as it had no result for this record
     */
    record Failed(String code, List<String> fields, boolean caseMayExist) implements Decision {

        public Failed(String code, List<String> fields) {
            this(code, fields, false);
        }

        public @Nullable String fieldList() {
            return fields.isEmpty() ? null : String.join(",", fields);
        }
    }

    /**
     * The command has no outcome yet and is sent again.
     *
     * @param code why
     * @param delay until it is due again
     * @param counts whether this was a try of the command itself, rather than a failure of the org or the call
     * @param caseMayExist whether the call may have created the case, as there was no response
     */
    record Retry(String code, Duration delay, boolean counts, boolean caseMayExist) implements Decision {}
}
