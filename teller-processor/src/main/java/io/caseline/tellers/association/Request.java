package io.caseline.tellers.association;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A submission with its account number opened, for as long as its batch takes.
 *
 * @param cards fingerprints that the card may be stored under; none where the account number is no PAN or does not count
 * @param registrations fingerprints that the merchant's registration id may be stored under; none as above
 */
record Request(
        Submission submission, TellerRules.Command command, List<ByteBuffer> cards, List<ByteBuffer> registrations) {}
