package io.caseline.messaging;

/**
 * The schema registry could not be asked, so that nothing can be said of a record: it is to be read again. It has no
 * cause, as it travels in a record's header.
 */
public final class RegistryTrouble extends RuntimeException {

    /** @param reason what the registry did instead of answering */
    RegistryTrouble(String reason) {
        super("The schema registry cannot be asked: " + reason);
    }
}
