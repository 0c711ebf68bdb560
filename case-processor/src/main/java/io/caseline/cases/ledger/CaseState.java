package io.caseline.cases.ledger;

/** Where a entry stands. A failed one can be replayed or discarded by an operator. */
public enum CaseState {
    RECEIVED,
    CREATED,
    FAILED,
    DISCARDED
}
