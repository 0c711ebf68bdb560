package io.caseline.cases.inbox;

/** The ledger has as many commands without an outcome as the settings allow: more wait in Kafka. */
final class LedgerFullException extends RuntimeException {
    LedgerFullException(long max) {
        super("the ledger has more than " + max + " commands without an outcome");
    }
}
