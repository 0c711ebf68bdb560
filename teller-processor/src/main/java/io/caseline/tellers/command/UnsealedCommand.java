package io.caseline.tellers.command;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A command with its account number in clear; exists only while its batch is decided.
 *
 * @param accountNumber "" if the command has none, or an account identifier beside it; empty if no key opens it
 * @param cardFingerprints fingerprints under which the card may be stored; none if the number is not a card number
 * @param registrationFingerprints fingerprints under which the merchant's registration id may be stored
 */
public record UnsealedCommand(
        Command command,
        Optional<String> accountNumber,
        List<ByteBuffer> cardFingerprints,
        List<ByteBuffer> registrationFingerprints) {

    @Override
    public String toString() {
        return "UnsealedCommand[" + command.correlationId() + "]";
    }
}
