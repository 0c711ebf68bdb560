package io.caseline.cases.ledger;

/** The state of a command. A failed one can be replayed or discarded by an operator. */
public enum CaseState {
    RECEIVED,
    CREATED,
    FAILED,
    DISCARDED
}
