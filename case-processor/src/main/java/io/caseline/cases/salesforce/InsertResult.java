package io.caseline.cases.salesforce;

import java.util.List;

/** What Salesforce says of one case. */
public sealed interface InsertResult {

    /** The case is there, whether this call made it or one before. */
    record Created(String salesforceId, String caseNumber) implements InsertResult {}

    /** This record will not do. */
    record Refused(String code, List<String> fields) implements InsertResult {}

    /** Not now: the same record again in a while. */
    record Busy(String code, List<String> fields) implements InsertResult {}

    /** No fault of this record's: it waits until the org is well again. */
    record Held(String code) implements InsertResult {}
}
