package io.caseline.tellers.directory;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a record of the directory changes. */
sealed interface DirectoryChange {

    /** A change of a teller's row. */
    sealed interface OfTeller {
        String merchantId();

        String tellerId();
    }

    /** A change of an account's row. */
    sealed interface OfAccount {
        UUID accountId();
    }

    /** The current state of an entity. Changes nothing if its version is older than the stored one. */
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
     * @param feePlan the fee plan with which the card was sold
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

    /** Disables the row of an entity, whatever its version; follows from a tombstone. */
    sealed interface Disabled extends DirectoryChange {
        String entityId();
    }

    record MerchantDisabled(String entityId, String merchantId) implements Disabled {}

    record StoreDisabled(String entityId, String merchantId, String storeId) implements Disabled {}

    record TellerDisabled(String entityId, String merchantId, String tellerId) implements Disabled, OfTeller {}

    record AccountDisabled(String entityId, UUID accountId) implements Disabled, OfAccount {}

    /** A record that can be read but not stored: fields are missing or too long, or no key opens a part. */
    record Unstorable(String reason) implements DirectoryChange {}
}
