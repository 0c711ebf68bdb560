package io.caseline.tellers.directory;

import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.Sealing;
import io.caseline.tellers.directory.DirectoryChange.Account;
import io.caseline.tellers.directory.DirectoryChange.AccountDisabled;
import io.caseline.tellers.directory.DirectoryChange.Incomplete;
import io.caseline.tellers.directory.DirectoryChange.Merchant;
import io.caseline.tellers.directory.DirectoryChange.MerchantDisabled;
import io.caseline.tellers.directory.DirectoryChange.Store;
import io.caseline.tellers.directory.DirectoryChange.StoreDisabled;
import io.caseline.tellers.directory.DirectoryChange.Teller;
import io.caseline.tellers.directory.DirectoryChange.TellerDisabled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** From the directory's messages to what is kept of them: names as they came, sealed; card numbers as fingerprints. */
@Component
final class DirectoryTranslator {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private static final int MERCHANT_ID_LIMIT = 20;
    private static final int STORE_ID_LIMIT = 20;
    private static final int TELLER_ID_LIMIT = 50;
    private static final int REGISTRATION_ID_LIMIT = 50;
    private static final int STATUS_LIMIT = 50;
    private static final int FEE_PLAN_LIMIT = 100;

    private final Sealing sealing;
    private final Fingerprints fingerprints;

    DirectoryTranslator(Sealing sealing, Fingerprints fingerprints) {
        this.sealing = sealing;
        this.fingerprints = fingerprints;
    }

    /** What the record says; {@link Incomplete} is without a word of what it holds. */
    DirectoryChange change(ConsumerRecord<String, @Nullable DirectoryEntry> record) {
        try {
            return change(record.key(), record.value());
        } catch (UnfitException e) {
            return new Incomplete(e.why);
        }
    }

    private DirectoryChange change(@Nullable String key, @Nullable DirectoryEntry entry) throws UnfitException {
        if (entry == null) {
            return tombstone(key == null ? "" : key);
        }
        if (!entry.getEntityId().equals(key)) {
            return new Incomplete("its key is not its entityId");
        }
        if (!storable(entry)) {
            return new Incomplete("a text holds U+0000");
        }
        limit("merchantId", entry.getMerchantId(), MERCHANT_ID_LIMIT);
        limit("storeId", entry.getStoreId(), STORE_ID_LIMIT);
        limit("tellerId", entry.getTellerId(), TELLER_ID_LIMIT);
        limit("status", entry.getStatus(), STATUS_LIMIT);
        limit("feePlan", entry.getFeePlan(), FEE_PLAN_LIMIT);
        return switch (entry.getKind()) {
            case MERCHANT -> merchant(entry);
            case STORE -> store(entry);
            case TELLER -> teller(entry);
            case ACCOUNT -> account(entry);
            case UNKNOWN -> new Incomplete("its kind is not known");
        };
    }

    private static DirectoryChange tombstone(String key) {
        String[] parts = key.split("\\|", 3);
        if (key.indexOf('\0') >= 0) {
            return new Incomplete("a tombstone for no entity");
        }
        return switch (parts[0] + parts.length) {
            case "merchant2" -> new MerchantDisabled(key, parts[1]);
            case "store3" -> new StoreDisabled(key, parts[1], parts[2]);
            case "teller3" -> new TellerDisabled(key, parts[1], parts[2]);
            case "account2" -> accountTombstone(key, parts[1]);
            default -> new Incomplete("a tombstone for no entity");
        };
    }

    private static DirectoryChange accountTombstone(String key, String id) {
        try {
            return new AccountDisabled(key, UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return new Incomplete("a tombstone for no entity");
        }
    }

    private static DirectoryChange merchant(DirectoryEntry entry) {
        String id = entry.getMerchantId();
        if (!named(entry, "merchant", id)
                || id == null
                || entry.getEnabled() == null
                || entry.getInsightPartner() == null) {
            return new Incomplete("a merchant without merchantId, enabled or insightPartner");
        }
        return new Merchant(entry.getEntityId(), entry.getVersion(), id, entry.getEnabled(), entry.getInsightPartner());
    }

    private static DirectoryChange store(DirectoryEntry entry) {
        String merchant = entry.getMerchantId();
        String id = entry.getStoreId();
        if (!named(entry, "store", merchant, id)
                || merchant == null
                || id == null
                || entry.getEnabled() == null
                || entry.getAssociationEnabled() == null) {
            return new Incomplete("a store without merchantId, storeId, enabled or associationEnabled");
        }
        return new Store(
                entry.getEntityId(),
                entry.getVersion(),
                merchant,
                id,
                entry.getEnabled(),
                entry.getAssociationEnabled());
    }

    private DirectoryChange teller(DirectoryEntry entry) throws UnfitException {
        String merchant = entry.getMerchantId();
        String id = entry.getTellerId();
        if (!named(entry, "teller", merchant, id)
                || merchant == null
                || id == null
                || entry.getStatus() == null
                || entry.getSealedName() == null) {
            return new Incomplete("a teller without merchantId, tellerId, status or sealedName");
        }
        open(entry, entry.getSealedName(), "name");
        return new Teller(
                entry.getEntityId(), entry.getVersion(), merchant, id, entry.getStatus(), entry.getSealedName());
    }

    private DirectoryChange account(DirectoryEntry entry) throws UnfitException {
        UUID id = entry.getAccountId();
        Instant openedAt = entry.getOpenedAt();
        if (id == null
                || !named(entry, "account", id.toString())
                || entry.getStatus() == null
                || entry.getSealedName() == null
                || entry.getFeePlan() == null
                || openedAt == null) {
            return new Incomplete("an account without accountId, status, sealedName, feePlan or openedAt");
        }
        if (openedAt.isBefore(EARLIEST) || openedAt.isAfter(LATEST)) {
            return new Incomplete("an account opened at no possible time");
        }
        open(entry, entry.getSealedName(), "name");
        return new Account(
                entry.getEntityId(),
                entry.getVersion(),
                id,
                entry.getStatus(),
                entry.getSealedName(),
                card(entry),
                registration(entry),
                entry.getFeePlan(),
                openedAt);
    }

    private @Nullable ByteBuffer card(DirectoryEntry entry) throws UnfitException {
        ByteBuffer sealed = entry.getSealedCardNumber();
        return sealed == null ? null : fingerprints.ofCard(open(entry, sealed, "card"));
    }

    private @Nullable ByteBuffer registration(DirectoryEntry entry) throws UnfitException {
        ByteBuffer sealed = entry.getSealedRegistrationId();
        if (sealed == null) {
            return null;
        }
        String merchant = entry.getMerchantId();
        if (merchant == null) {
            throw new UnfitException("an account with a registration id and no merchantId");
        }
        String id = open(entry, sealed, "registration");
        limit("registrationId", id, REGISTRATION_ID_LIMIT);
        return fingerprints.ofRegistration(merchant, id);
    }

    /** An entry of which a part does not open says less than what is known: it is not taken in halves. */
    private String open(DirectoryEntry entry, ByteBuffer sealed, String part) throws UnfitException {
        try {
            return new String(sealing.unseal(sealed, entry.getEntityId() + "|" + part), StandardCharsets.UTF_8);
        } catch (Sealing.BrokenSealException e) {
            throw new UnfitException("no key opens its sealed " + part);
        }
    }

    /** Ids that no request can name, and texts that no index can take, are not kept. */
    private static void limit(String field, @Nullable String text, int most) throws UnfitException {
        if (text != null && text.codePointCount(0, text.length()) > most) {
            throw new UnfitException("its %s is longer than %d characters".formatted(field, most));
        }
    }

    /** Whether the entity id is made of these, unambiguously: a merchant id with a bar could speak for another's store. */
    private static boolean named(DirectoryEntry entry, String kind, @Nullable String... ids) {
        return ids[0] != null
                && ids[0].indexOf('|') < 0
                && entry.getEntityId().equals(kind + "|" + String.join("|", ids));
    }

    /** PostgreSQL takes every character in a text but this one. */
    private static boolean storable(DirectoryEntry entry) {
        return Stream.of(entry.getEntityId(), entry.getStatus(), entry.getFeePlan())
                .noneMatch(text -> text != null && text.indexOf('\0') >= 0);
    }

    private static final class UnfitException extends Exception {
        private final String why;

        UnfitException(String why) {
            super(why, null, false, false);
            this.why = why;
        }
    }
}
