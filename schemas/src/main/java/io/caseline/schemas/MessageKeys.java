package io.caseline.schemas;

import java.util.UUID;

/** The keys of commands, events and replies. The key of a directory entry is its {@link EntityId#text()}. */
public final class MessageKeys {

    private MessageKeys() {}

    public static String ofCase(UUID correlationId) {
        return correlationId.toString();
    }

    /** Commands of one teller share a partition, and are decided in order. */
    public static String ofTeller(String merchantId, String tellerId) {
        return merchantId + '|' + tellerId;
    }
}
