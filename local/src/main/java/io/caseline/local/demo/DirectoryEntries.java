package io.caseline.local.demo;

import io.caseline.cli.directory.DirectoryEntryFactory;
import io.caseline.cli.directory.Entity;
import io.caseline.local.demo.CardSample.Account;
import io.caseline.local.demo.CardSample.Teller;
import io.caseline.local.demo.Samples.MerchantSample;
import io.caseline.local.demo.Samples.StoreSample;
import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.EntityId;
import io.caseline.schemas.Sealing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Directory entries of the samples. */
final class DirectoryEntries {

    private final Sealing sealing;
    private final DirectoryEntryFactory factory;
    private final Instant now;

    DirectoryEntries(Sealing sealing, Instant now) {
        this.sealing = sealing;
        this.factory = new DirectoryEntryFactory(sealing);
        this.now = now;
    }

    DirectoryEntry merchant(MerchantSample merchant) {
        return entry(new Entity.Merchant(merchant.merchant(), true, merchant.insightPartner()));
    }

    DirectoryEntry store(MerchantSample merchant, StoreSample store) {
        return entry(new Entity.Store(merchant.merchant(), store.store(), store.enabled(), store.associationEnabled()));
    }

    DirectoryEntry teller(String merchant, CardIds ids, Teller teller) {
        return entry(new Entity.Teller(
                merchant, ids.tellerId(), teller.status(), new Entity.Name(teller.first(), teller.last())));
    }

    DirectoryEntry account(String merchant, CardIds ids, Account account) {
        DirectoryEntry entry = entry(new Entity.Account(
                ids.accountId(),
                account.status(),
                new Entity.Name(account.first(), account.last()),
                ids.cardNumber(),
                new Entity.Registration(merchant, ids.registrationId()),
                "Standard",
                now.minus(Duration.ofHours(account.ageHours()))));
        if (!account.unreadable()) {
            return entry;
        }
        byte[] spoilt = "no name in any form".getBytes(StandardCharsets.UTF_8);
        return DirectoryEntry.newBuilder(entry)
                .setSealedName(sealing.seal(spoilt, new EntityId.Account(ids.accountId()).nameSeal()))
                .build();
    }

    private DirectoryEntry entry(Entity entity) {
        return Objects.requireNonNull(factory.entry(entity, now.toEpochMilli(), now));
    }
}
