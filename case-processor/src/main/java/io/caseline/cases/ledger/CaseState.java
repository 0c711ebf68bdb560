package io.caseline.cases.ledger;

/** The state of a command. */
public enum CaseState {
    RECEIVED,
    CREATED,
    FAILED,
    DISCARDED
}
