package io.caseline.tellers.association;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of whom and what a command names; null is unknown.
 *
 * @param merchant the merchant
 * @param store that store of that merchant
 * @param teller that teller of that merchant
 * @param byIdentifier the account that has the accountIdentifier
 * @param byCardNumber the account whose card has the account number for its PAN
 * @param byRegistrationId the account whose card this merchant registered under the account number
 */
record Known(
        @Nullable Merchant merchant,
        @Nullable Store store,
        @Nullable Teller teller,
        @Nullable Account byIdentifier,
        @Nullable Account byCardNumber,
        @Nullable Account byRegistrationId) {

    record Merchant(boolean enabled, boolean insightPartner) {}

    record Store(boolean enabled, boolean associationEnabled) {}

    /**
     * @param name opens the teller's name; empty if no key opens it
     * @param card account of the teller's current card
     */
    record Teller(
            String status,
            Supplier<Optional<HolderName>> name,
            @Nullable UUID card) {}

    /** @param name opens the holder's name; empty if no key opens it */
    record Account(UUID id, String status, Supplier<Optional<HolderName>> name, Instant openedAt, String feePlan) {}
}
