package io.caseline.tellers.command;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A command with its account number in clear; exists only while its batch is decided.
 *
 * @param cardFingerprints fingerprints under which the card may be stored; none if the number is not a card number
 * @param registrationFingerprints fingerprints under which the merchant's registration id may be stored
 */
public record UnsealedCommand(
        Command command,
        AccountNumber accountNumber,
        List<ByteBuffer> cardFingerprints,
        List<ByteBuffer> registrationFingerprints) {

    /** The account number of a command. */
    public sealed interface AccountNumber {

        /** The command has no number, or has an account identifier, which decides alone. */
        record None() implements AccountNumber {}

        record Clear(String number) implements AccountNumber {
            @Override
            public String toString() {
                return "an account number";
            }
        }

        /** No key opens the number's seal. */
        record Unreadable() implements AccountNumber {}
    }

    @Override
    public String toString() {
        return "UnsealedCommand[" + command.correlationId() + "]";
    }
}
