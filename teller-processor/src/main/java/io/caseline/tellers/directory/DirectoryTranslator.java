package io.caseline.tellers.directory;

import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.EntityId;
import io.caseline.schemas.Limits;
import io.caseline.schemas.Sealing;
import io.caseline.tellers.directory.DirectoryChange.Account;
import io.caseline.tellers.directory.DirectoryChange.AccountDisabled;
import io.caseline.tellers.directory.DirectoryChange.Merchant;
import io.caseline.tellers.directory.DirectoryChange.MerchantDisabled;
import io.caseline.tellers.directory.DirectoryChange.Store;
import io.caseline.tellers.directory.DirectoryChange.StoreDisabled;
import io.caseline.tellers.directory.DirectoryChange.Teller;
import io.caseline.tellers.directory.DirectoryChange.TellerDisabled;
import io.caseline.tellers.directory.DirectoryChange.Unstorable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Translates the directory's messages into changes: names stay sealed, card numbers become fingerprints. */
@Component
final class DirectoryTranslator {
    private final Sealing sealing;
    private final Fingerprints fingerprints;

    DirectoryTranslator(Sealing sealing, Fingerprints fingerprints) {
        this.sealing = sealing;
        this.fingerprints = fingerprints;
    }

    /** The change that a record makes. {@link Unstorable} never quotes the record. */
    DirectoryChange change(ConsumerRecord<String, @Nullable DirectoryEntry> record) {
        try {
            return change(record.key(), record.value());
        } catch (UnusableEntryException e) {
            return new Unstorable(String.valueOf(e.getMessage()));
        }
    }

    private DirectoryChange change(@Nullable String key, @Nullable DirectoryEntry entry) throws UnusableEntryException {
        if (entry == null) {
            return disabled(key == null ? "" : key);
        }
        if (!entry.getEntityId().equals(key)) {
            return new Unstorable("its key is not its entityId");
        }
        Optional<String> defect = EntryTexts.defect(entry);
        if (defect.isPresent()) {
            return new Unstorable(defect.get());
        }
        Optional<EntityId> entity = EntityId.parse(entry.getEntityId());
        return switch (entry.getKind()) {
            case MERCHANT -> merchant(entity, entry);
            case STORE -> store(entity, entry);
            case TELLER -> teller(entity, entry);
            case ACCOUNT -> account(entity, entry);
            case UNKNOWN -> new Unstorable("its kind is not known");
        };
    }

    private static DirectoryChange disabled(String key) {
        Optional<EntityId> entity = key.indexOf('\0') >= 0 ? Optional.empty() : EntityId.parse(key);
        return entity.map(id -> disabled(key, id)).orElseGet(() -> new Unstorable("a tombstone for no entity"));
    }

    private static DirectoryChange disabled(String key, EntityId entity) {
        return switch (entity) {
            case EntityId.Merchant merchant -> new MerchantDisabled(key, merchant.merchantId());
            case EntityId.Store store -> new StoreDisabled(key, store.merchantId(), store.storeId());
            case EntityId.Teller teller -> new TellerDisabled(key, teller.merchantId(), teller.tellerId());
            case EntityId.Account account -> new AccountDisabled(key, account.accountId());
        };
    }

    private static DirectoryChange merchant(Optional<EntityId> entity, DirectoryEntry entry) {
        if (!(entity.orElse(null) instanceof EntityId.Merchant merchant)
                || !merchant.merchantId().equals(entry.getMerchantId())
                || entry.getEnabled() == null
                || entry.getInsightPartner() == null) {
            return new Unstorable("a merchant without merchantId, enabled or insightPartner");
        }
        return new Merchant(
                entry.getEntityId(),
                entry.getVersion(),
                merchant.merchantId(),
                entry.getEnabled(),
                entry.getInsightPartner());
    }

    private static DirectoryChange store(Optional<EntityId> entity, DirectoryEntry entry) {
        if (!(entity.orElse(null) instanceof EntityId.Store store)
                || !store.merchantId().equals(entry.getMerchantId())
                || !store.storeId().equals(entry.getStoreId())
                || entry.getEnabled() == null
                || entry.getAssociationEnabled() == null) {
            return new Unstorable("a store without merchantId, storeId, enabled or associationEnabled");
        }
        return new Store(
                entry.getEntityId(),
                entry.getVersion(),
                store.merchantId(),
                store.storeId(),
                entry.getEnabled(),
                entry.getAssociationEnabled());
    }

    private DirectoryChange teller(Optional<EntityId> entity, DirectoryEntry entry) throws UnusableEntryException {
        if (!(entity.orElse(null) instanceof EntityId.Teller teller)
                || !teller.merchantId().equals(entry.getMerchantId())
                || !teller.tellerId().equals(entry.getTellerId())
                || entry.getStatus() == null
                || entry.getSealedName() == null) {
            return new Unstorable("a teller without merchantId, tellerId, status or sealedName");
        }
        requireUnsealable("name", entry.getSealedName(), teller.nameSeal());
        return new Teller(
                entry.getEntityId(),
                entry.getVersion(),
                teller.merchantId(),
                teller.tellerId(),
                entry.getStatus(),
                entry.getSealedName());
    }

    private DirectoryChange account(Optional<EntityId> entity, DirectoryEntry entry) throws UnusableEntryException {
        Instant openedAt = entry.getOpenedAt();
        if (!(entity.orElse(null) instanceof EntityId.Account account)
                || !account.text().equals(entry.getEntityId())
                || !account.accountId().equals(entry.getAccountId())
                || entry.getStatus() == null
                || entry.getSealedName() == null
                || entry.getFeePlan() == null
                || openedAt == null) {
            return new Unstorable("an account without accountId, status, sealedName, feePlan or openedAt");
        }
        if (openedAt.isBefore(Limits.EARLIEST) || openedAt.isAfter(Limits.LATEST)) {
            return new Unstorable("an account opened at no possible time");
        }
        requireUnsealable("name", entry.getSealedName(), account.nameSeal());
        return new Account(
                entry.getEntityId(),
                entry.getVersion(),
                account.accountId(),
                entry.getStatus(),
                entry.getSealedName(),
                cardNumber(account, entry),
                registrationId(account, entry),
                entry.getFeePlan(),
                openedAt);
    }

    private @Nullable ByteBuffer cardNumber(EntityId.Account account, DirectoryEntry entry)
            throws UnusableEntryException {
        ByteBuffer sealed = entry.getSealedCardNumber();
        return sealed == null ? null : fingerprints.ofCard(unseal("card", sealed, account.cardNumberSeal()));
    }

    private @Nullable ByteBuffer registrationId(EntityId.Account account, DirectoryEntry entry)
            throws UnusableEntryException {
        ByteBuffer sealed = entry.getSealedRegistrationId();
        if (sealed == null) {
            return null;
        }
        String merchantId = entry.getMerchantId();
        if (merchantId == null) {
            throw new UnusableEntryException("an account with a registration id and no merchantId");
        }
        String id = unseal("registration", sealed, account.registrationIdSeal());
        Optional<String> defect = EntryTexts.tooLong("registrationId", id, Limits.REGISTRATION_ID);
        if (defect.isPresent()) {
            throw new UnusableEntryException(defect.get());
        }
        return fingerprints.ofRegistration(merchantId, id);
    }

    private void requireUnsealable(String part, ByteBuffer sealed, String associatedData)
            throws UnusableEntryException {
        String unused = unseal(part, sealed, associatedData);
    }

    /** If one part cannot be unsealed, nothing of the entry is stored: the stored entity is more complete. */
    private String unseal(String part, ByteBuffer sealed, String associatedData) throws UnusableEntryException {
        try {
            return new String(sealing.unseal(sealed, associatedData), StandardCharsets.UTF_8);
        } catch (Sealing.BrokenSealException e) {
            throw new UnusableEntryException("no key opens its sealed " + part);
        }
    }

    private static final class UnusableEntryException extends Exception {
        UnusableEntryException(String reason) {
            super(reason, null, false, false);
        }
    }
}
