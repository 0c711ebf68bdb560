package io.caseline.schemas;

import java.util.Optional;
import java.util.UUID;

/**
 * Names an entity of the directory. Its text, {@link #text()}, is the key of the entity's messages: {@code
 * merchant|{merchantId}}, {@code store|{merchantId}|{storeId}}, {@code teller|{merchantId}|{tellerId}} or {@code
 * account|{accountId}}.
 *
 * <p>A merchant id contains no bar: {@code store|a|b|c} would name stores of two merchants otherwise. The constructors throw
 * {@link IllegalArgumentException} for one that does.
 */
public sealed interface EntityId {

    record Merchant(String merchantId) implements EntityId {
        public Merchant {
            requireNoBar(merchantId);
        }

        @Override
        public String text() {
            return "merchant|" + merchantId;
        }
    }

    record Store(String merchantId, String storeId) implements EntityId {
        public Store {
            requireNoBar(merchantId);
        }

        @Override
        public String text() {
            return "store|" + merchantId + '|' + storeId;
        }
    }

    record Teller(String merchantId, String tellerId) implements EntityId {
        public Teller {
            requireNoBar(merchantId);
        }

        @Override
        public String text() {
            return "teller|" + merchantId + '|' + tellerId;
        }
    }

    record Account(UUID accountId) implements EntityId {
        @Override
        public String text() {
            return "account|" + accountId;
        }
    }

    /** The key of the entity's messages. */
    String text();

    /** What the sealed name of a teller or an account is bound to. */
    default String nameSeal() {
        return text() + "|name";
    }

    /** What the sealed card number of an account is bound to. */
    default String cardNumberSeal() {
        return text() + "|card";
    }

    /** What the sealed registration id of an account is bound to. */
    default String registrationIdSeal() {
        return text() + "|registration";
    }

    /** Reads the key of a message; empty if it names no entity. */
    static Optional<EntityId> parse(String text) {
        String[] parts = text.split("\\|", 3);
        return switch (parts[0] + parts.length) {
            case "merchant2" -> Optional.of(new Merchant(parts[1]));
            case "store3" -> Optional.of(new Store(parts[1], parts[2]));
            case "teller3" -> Optional.of(new Teller(parts[1], parts[2]));
            case "account2" -> account(parts[1]);
            default -> Optional.empty();
        };
    }

    private static Optional<EntityId> account(String id) {
        try {
            return Optional.of(new Account(UUID.fromString(id)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void requireNoBar(String merchantId) {
        if (merchantId.indexOf('|') >= 0) {
            throw new IllegalArgumentException("A merchant id contains no |");
        }
    }
}
