package io.caseline.tellers.directory;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a record of the directory says. */
sealed interface DirectoryChange {

    /** What changes a teller's row. */
    sealed interface OfTeller {
        String merchantId();

        String tellerId();
    }

    /** What changes an account's row. */
    sealed interface OfAccount {
        UUID accountId();
    }

    /** An entity as it is now. An older version than the known one changes nothing. */
    sealed interface Entry extends DirectoryChange {
        String entityId();

        long version();
    }

    record Merchant(String entityId, long version, String merchantId, boolean enabled, boolean insightPartner)
            implements Entry {}

    record Store(
            String entityId,
            long version,
            String merchantId,
            String storeId,
            boolean enabled,
            boolean associationEnabled)
            implements Entry {}

    record Teller(
            String entityId, long version, String merchantId, String tellerId, String status, ByteBuffer sealedName)
            implements Entry, OfTeller {}

    /**
     * @param card fingerprint of the card's number
     * @param registration fingerprint of the registration id at an Insight partner
     * @param feePlan the plan that the card was sold with
     */
    record Account(
            String entityId,
            long version,
            UUID accountId,
            String status,
            ByteBuffer sealedName,
            @Nullable ByteBuffer card,
            @Nullable ByteBuffer registration,
            String feePlan,
            Instant openedAt)
            implements Entry, OfAccount {}

    /** A tombstone: the entity is not to be used any more, whatever its version. */
    sealed interface Disabled extends DirectoryChange {
        String entityId();
    }

    record MerchantDisabled(String entityId, String merchantId) implements Disabled {}

    record StoreDisabled(String entityId, String merchantId, String storeId) implements Disabled {}

    record TellerDisabled(String entityId, String merchantId, String tellerId) implements Disabled, OfTeller {}

    record AccountDisabled(String entityId, UUID accountId) implements Disabled, OfAccount {}

    /** A record that can be read and cannot be kept: it says too little or too much, or no key opens a part of it. */
    record Incomplete(String why) implements DirectoryChange {}
}
