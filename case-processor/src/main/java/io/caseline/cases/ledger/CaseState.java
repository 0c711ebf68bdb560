package io.caseline.cases.ledger;

/** Where a case stands: Received, then Created or Failed; a failed one is replayed or discarded by an operator. */
public enum CaseState {
    RECEIVED,
    CREATED,
    FAILED,
    REPLAYING,
    DISCARDED
}
