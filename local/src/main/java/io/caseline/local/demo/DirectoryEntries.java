package io.caseline.local.demo;

import io.caseline.local.demo.CardSample.Account;
import io.caseline.local.demo.CardSample.Teller;
import io.caseline.local.demo.Samples.MerchantSample;
import io.caseline.local.demo.Samples.StoreSample;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.DirectoryKind;
import io.caseline.messages.PersonName;
import io.caseline.schemas.Sealing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Entries of the directory for the samples, with what is personal in them sealed. */
final class DirectoryEntries {

    private final Sealing sealing;
    private final Instant now;

    DirectoryEntries(Sealing sealing, Instant now) {
        this.sealing = sealing;
        this.now = now;
    }

    DirectoryEntry merchant(MerchantSample merchant) {
        return entry(DirectoryKind.MERCHANT, "merchant|" + merchant.merchant())
                .setMerchantId(merchant.merchant())
                .setEnabled(true)
                .setInsightPartner(merchant.insightPartner())
                .build();
    }

    DirectoryEntry store(MerchantSample merchant, StoreSample store) {
        return entry(DirectoryKind.STORE, "store|%s|%s".formatted(merchant.merchant(), store.store()))
                .setMerchantId(merchant.merchant())
                .setStoreId(store.store())
                .setEnabled(store.enabled())
                .setAssociationEnabled(store.associationEnabled())
                .build();
    }

    DirectoryEntry teller(String merchant, CardIds ids, Teller teller) {
        String entityId = "teller|%s|%s".formatted(merchant, ids.tellerId());
        return entry(DirectoryKind.TELLER, entityId)
                .setMerchantId(merchant)
                .setTellerId(ids.tellerId())
                .setStatus(teller.status())
                .setSealedName(sealedName(teller.first(), teller.last(), entityId + "|name"))
                .build();
    }

    DirectoryEntry account(String merchant, CardIds ids, Account account) {
        String entityId = "account|" + ids.accountId();
        return entry(DirectoryKind.ACCOUNT, entityId)
                .setMerchantId(merchant)
                .setAccountId(ids.accountId())
                .setStatus(account.status())
                .setSealedName(sealedName(
                        account.first(), account.last(), entityId + (account.unreadable() ? "|spoilt" : "|name")))
                .setSealedCardNumber(sealed(ids.cardNumber(), entityId + "|card"))
                .setSealedRegistrationId(sealed(ids.registrationId(), entityId + "|registration"))
                .setFeePlan("Standard")
                .setOpenedAt(now.minus(Duration.ofHours(account.ageHours())))
                .build();
    }

    private DirectoryEntry.Builder entry(DirectoryKind kind, String entityId) {
        return DirectoryEntry.newBuilder()
                .setKind(kind)
                .setEntityId(entityId)
                .setVersion(now.toEpochMilli())
                .setUpdatedAt(now);
    }

    private ByteBuffer sealedName(String first, String last, String associatedData) {
        try {
            return sealing.seal(new PersonName(first, last).toByteBuffer(), associatedData);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ByteBuffer sealed(String text, String associatedData) {
        return sealing.seal(text.getBytes(StandardCharsets.UTF_8), associatedData);
    }
}
