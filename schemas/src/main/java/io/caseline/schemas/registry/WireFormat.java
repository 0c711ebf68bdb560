package io.caseline.schemas.registry;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** Confluent's wire format of a message: a zero, four bytes of the schema's id, and Avro. */
public final class WireFormat {
    /** Bytes before the Avro. */
    static final int PREFIX = 1 + Integer.BYTES;

    private WireFormat() {}

    /** Id of the schema in the registry; empty for bytes in another format. */
    public static OptionalInt schemaId(byte[] message) {
        return message.length < PREFIX || message[0] != 0
                ? OptionalInt.empty()
                : OptionalInt.of(ByteBuffer.wrap(message, 1, Integer.BYTES).getInt());
    }
}
