package io.caseline.schemas.registry;

/**
 * The schema registry did not answer, so the record cannot be judged and must be read again. It has no cause, because it
 * travels in a header of the record.
 */
public final class SchemaRegistryUnavailableException extends RuntimeException {

    /** @param reason what the registry did instead of answering */
    public SchemaRegistryUnavailableException(String reason) {
        super("The schema registry is unavailable: " + reason);
    }
}
