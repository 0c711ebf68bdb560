package io.caseline.messaging;

/**
 * The stored position of a partition is not where this consumer stands: another instance owns the partition now, or the
 * database was restored. The batch is read again from the stored position.
 */
public final class PositionMovedException extends RuntimeException {
    PositionMovedException(String topic) {
        super("The stored positions of " + topic + " are not where this consumer stands");
    }
}
