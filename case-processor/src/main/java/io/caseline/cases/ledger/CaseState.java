package io.caseline.cases.ledger;

/** Where a case stands: Received, then Created or Failed; a failed one is replayed or discarded by an operator. */
public enum CaseState {
    RECEIVED,
    CREATED,
    FAILED,
    REPLAYING,
    DISCARDED;

    /** Whether nothing more happens unless somebody asks for it. */
    public boolean isFinal() {
        return switch (this) {
            case CREATED, FAILED, DISCARDED -> true;
            case RECEIVED, REPLAYING -> false;
        };
    }
}
