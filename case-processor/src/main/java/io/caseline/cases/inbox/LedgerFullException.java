package io.caseline.cases.inbox;

/** The ledger has as many open commands as the settings allow: more wait in Kafka. */
final class LedgerFullException extends RuntimeException {
    LedgerFullException(long most) {
        super("the ledger has more than " + most + " commands without an outcome");
    }
}
