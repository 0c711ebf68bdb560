package io.caseline.trials.chaos;

import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.DirectoryKind;
import io.caseline.messages.PersonName;
import io.caseline.schemas.EntityId;
import io.caseline.schemas.Sealing;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A pair of requests and its directory entries: two tellers and two accounts, whose names and ages lead to the expected
 * outcomes.
 */
record TellerClient(int number, Kind kind, List<UUID> accounts) {

    static final String MERCHANT = "chaos01";
    static final String STORE = "C-1";

    private static final Duration OLD = Duration.ofDays(30);

    /** Kind of pair. */
    enum Kind {
        /** Each teller wants a card of their own. */
        PLAIN("SUCCESS", "SUCCESS"),
        /** One teller wants two cards, one after the other. */
        TWO_CARDS("SUCCESS", "SUCCESS"),
        /** Two tellers want the same card, at the same time. */
        ONE_ACCOUNT("SUCCESS", "SUCCESS"),
        /** A card with another name on it, and an unknown card. */
        REFUSED("NAMES_DIFFER", "ACCOUNT_IDENTIFIER_NOT_FOUND"),
        /** A card that is too young, which each further request tries again, and a plain one. */
        YOUNG("ACCOUNT_TOO_YOUNG", "SUCCESS");

        private final String first;
        private final String second;

        Kind(String first, String second) {
            this.first = first;
            this.second = second;
        }
    }

    static TellerClient of(int number, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 - number - 1);
        Kind kind = switch (random.nextInt(20)) {
            case 0, 1, 2 -> Kind.TWO_CARDS;
            case 3, 4, 5 -> Kind.ONE_ACCOUNT;
            case 6 -> Kind.REFUSED;
            case 7 -> Kind.YOUNG;
            default -> Kind.PLAIN;
        };
        return new TellerClient(
                number,
                kind,
                List.of(
                        new UUID(random.nextLong(), random.nextLong()),
                        new UUID(random.nextLong(), random.nextLong())));
    }

    String expected(int which) {
        return which == 0 ? kind.first : kind.second;
    }

    String teller(int which) {
        return "teller-%d-%d".formatted(number, kind == Kind.TWO_CARDS ? 0 : which);
    }

    UUID account(int which) {
        if (kind == Kind.REFUSED && which == 1) {
            return new UUID(accounts.get(1).getMostSignificantBits(), 0);
        }
        return accounts.get(kind == Kind.ONE_ACCOUNT ? 0 : which);
    }

    List<DirectoryEntry> entries(Sealing sealing, Instant now) {
        List<DirectoryEntry> entries = new ArrayList<>();
        for (int which = 0; which < 2; which++) {
            EntityId.Teller teller = new EntityId.Teller(MERCHANT, "teller-%d-%d".formatted(number, which));
            entries.add(entry(DirectoryKind.TELLER, teller, now)
                    .setTellerId(teller.tellerId())
                    .setStatus("Active")
                    .setSealedName(name("Reyes", teller, sealing))
                    .build());
            boolean first = which == 0;
            EntityId account = new EntityId.Account(accounts.get(which));
            entries.add(entry(DirectoryKind.ACCOUNT, account, now)
                    .setAccountId(accounts.get(which))
                    .setStatus("Open")
                    .setSealedName(name(kind == Kind.REFUSED && first ? "Okafor" : "Reyes", account, sealing))
                    .setSealedCardNumber(sealing.seal("4%014d%d".formatted(number, which), account.cardNumberSeal()))
                    .setFeePlan("Standard")
                    .setOpenedAt(now.minus(kind == Kind.YOUNG && first ? Duration.ZERO : OLD))
                    .build());
        }
        return entries;
    }

    static List<DirectoryEntry> merchantAndStore(Instant now) {
        return List.of(
                entry(DirectoryKind.MERCHANT, new EntityId.Merchant(MERCHANT), now)
                        .setEnabled(true)
                        .setInsightPartner(false)
                        .build(),
                entry(DirectoryKind.STORE, new EntityId.Store(MERCHANT, STORE), now)
                        .setStoreId(STORE)
                        .setEnabled(true)
                        .setAssociationEnabled(true)
                        .build());
    }

    private static DirectoryEntry.Builder entry(DirectoryKind kind, EntityId id, Instant now) {
        return DirectoryEntry.newBuilder()
                .setKind(kind)
                .setEntityId(id.text())
                .setVersion(now.toEpochMilli())
                .setUpdatedAt(now)
                .setMerchantId(MERCHANT);
    }

    private static ByteBuffer name(String last, EntityId id, Sealing sealing) {
        return sealing.seal(new PersonName("Ana", last), id.nameSeal());
    }
}
