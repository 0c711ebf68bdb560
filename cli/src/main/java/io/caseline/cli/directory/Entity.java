package io.caseline.cli.directory;

import io.caseline.schemas.EntityId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A merchant, store, teller or account in clear text. None of them prints more than its id. */
public sealed interface Entity {

    /** Identifies it on the directory topic. */
    EntityId id();

    /** @param insightPartner whether it may send registration ids instead of card numbers */
    record Merchant(String merchantId, boolean enabled, boolean insightPartner) implements Entity {
        @Override
        public EntityId id() {
            return new EntityId.Merchant(merchantId);
        }
    }

    /** @param associationEnabled whether tellers' cards may be associated there */
    record Store(String merchantId, String storeId, boolean enabled, boolean associationEnabled) implements Entity {
        @Override
        public EntityId id() {
            return new EntityId.Store(merchantId, storeId);
        }
    }

    /** @param status {@code Active}, or anything else */
    record Teller(String merchantId, String tellerId, String status, Name name) implements Entity {
        @Override
        public EntityId id() {
            return new EntityId.Teller(merchantId, tellerId);
        }
    }

    /**
     * @param status {@code Open}, {@code Closed}, {@code Pending}, {@code Locked}, {@code Restricted}, or anything else
     * @param cardNumber 16 digits
     * @param registration of the card at an Insight partner
     * @param feePlan the plan that the card was sold with
     */
    record Account(
            UUID accountId,
            String status,
            Name name,
            @Nullable String cardNumber,
            @Nullable Registration registration,
            String feePlan,
            Instant openedAt)
            implements Entity {
        @Override
        public EntityId id() {
            return new EntityId.Account(accountId);
        }

        @Override
        public String toString() {
            return id().text();
        }
    }

    /** A card's registration id at a merchant. */
    record Registration(String merchantId, String id) {
        @Override
        public String toString() {
            return "a registration at " + merchantId;
        }
    }

    /** Disables an entity. */
    record Tombstone(EntityId id) implements Entity {}

    /** A person's name. */
    record Name(String first, String last) {
        @Override
        public String toString() {
            return "a name";
        }
    }
}
