package io.caseline.cli.directory;

import io.caseline.cli.directory.Entity.Account;
import io.caseline.cli.directory.Entity.Merchant;
import io.caseline.cli.directory.Entity.Name;
import io.caseline.cli.directory.Entity.Store;
import io.caseline.cli.directory.Entity.Teller;
import io.caseline.cli.directory.Entity.Tombstone;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.DirectoryKind;
import io.caseline.messages.PersonName;
import io.caseline.schemas.EntityId;
import io.caseline.schemas.Messages;
import io.caseline.schemas.Sealing;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the messages of the directory topic, with personal data sealed. */
public final class DirectoryEntryFactory {

    static {
        Messages.trust();
    }

    private final Sealing sealing;

    public DirectoryEntryFactory(Sealing sealing) {
        this.sealing = sealing;
    }

    /** The message of an entity; null for a tombstone. */
    public @Nullable DirectoryEntry entry(Entity entity, long version, Instant updatedAt) {
        DirectoryEntry.Builder entry = DirectoryEntry.newBuilder()
                .setEntityId(entity.id().text())
                .setVersion(version)
                .setUpdatedAt(updatedAt);
        return switch (entity) {
            case Merchant merchant ->
                entry.setKind(DirectoryKind.MERCHANT)
                        .setMerchantId(merchant.merchantId())
                        .setEnabled(merchant.enabled())
                        .setInsightPartner(merchant.insightPartner())
                        .build();
            case Store store ->
                entry.setKind(DirectoryKind.STORE)
                        .setMerchantId(store.merchantId())
                        .setStoreId(store.storeId())
                        .setEnabled(store.enabled())
                        .setAssociationEnabled(store.associationEnabled())
                        .build();
            case Teller teller ->
                entry.setKind(DirectoryKind.TELLER)
                        .setMerchantId(teller.merchantId())
                        .setTellerId(teller.tellerId())
                        .setStatus(teller.status())
                        .setSealedName(sealed(teller.name(), teller.id().nameSeal()))
                        .build();
            case Account account -> account(entry, account);
            case Tombstone tombstone -> null;
        };
    }

    private DirectoryEntry account(DirectoryEntry.Builder entry, Account account) {
        EntityId id = account.id();
        entry.setKind(DirectoryKind.ACCOUNT)
                .setAccountId(account.accountId())
                .setStatus(account.status())
                .setSealedName(sealed(account.name(), id.nameSeal()))
                .setFeePlan(account.feePlan())
                .setOpenedAt(account.openedAt());
        if (account.cardNumber() != null) {
            entry.setSealedCardNumber(sealing.seal(account.cardNumber(), id.cardNumberSeal()));
        }
        if (account.registration() != null) {
            entry.setMerchantId(account.registration().merchantId())
                    .setSealedRegistrationId(sealing.seal(account.registration().id(), id.registrationIdSeal()));
        }
        return entry.build();
    }

    private ByteBuffer sealed(Name name, String associatedData) {
        return sealing.seal(new PersonName(name.first(), name.last()), associatedData);
    }
}
