package io.caseline.tellers.rules;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the directory knows of everything that a command names; null is unknown.
 *
 * @param store the store of that id of the merchant
 * @param teller the teller of that id of the merchant
 * @param byIdentifier the account with the command's account identifier
 * @param byCardNumber the account whose card has the command's account number as its PAN
 * @param byRegistrationId the account whose card this merchant registered under the account number
 */
public record DirectoryFacts(
        @Nullable Merchant merchant,
        @Nullable Store store,
        @Nullable Teller teller,
        @Nullable Account byIdentifier,
        @Nullable Account byCardNumber,
        @Nullable Account byRegistrationId) {

    public record Merchant(boolean enabled, boolean insightPartner) {}

    public record Store(boolean enabled, boolean associationEnabled) {}

    /**
     * @param name unseals the teller's name; empty if no key opens it
     * @param cardAccountId account of the teller's current card
     */
    public record Teller(
            TellerStatus status,
            Supplier<Optional<HolderName>> name,
            @Nullable UUID cardAccountId) {}

    /** @param name unseals the holder's name; empty if no key opens it */
    public record Account(
            UUID id, AccountStatus status, Supplier<Optional<HolderName>> name, Instant openedAt, String feePlan) {}

    public enum TellerStatus {
        ACTIVE,
        NOT_ACTIVE;

        /** Reads a status of the directory, which has names of its own for all but {@code Active}. */
        public static TellerStatus of(String status) {
            return "Active".equals(status) ? ACTIVE : NOT_ACTIVE;
        }
    }

    public enum AccountStatus {
        OPEN,
        CLOSED,
        PENDING,
        LOCKED,
        RESTRICTED,
        OTHER;

        /** Reads a status of the directory; one that the partner API has no sentence for is {@link #OTHER}. */
        public static AccountStatus of(String status) {
            return switch (status) {
                case "Open" -> OPEN;
                case "Closed" -> CLOSED;
                case "Pending" -> PENDING;
                case "Locked" -> LOCKED;
                case "Restricted" -> RESTRICTED;
                default -> OTHER;
            };
        }
    }
}
