package io.caseline.trials.bench;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.DirectoryKind;
import io.caseline.messages.PersonName;
import io.caseline.schemas.EntityId;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A generated directory: merchants with stores and tellers, and an account for each teller. Everything follows from a
 * number, so that nothing is stored.
 */
record TellerDirectory(Sealing sealing, int tellers, int accounts, Instant now) {
    private static final int TELLERS_OF_A_MERCHANT = 1_000;
    private static final int STORES_OF_A_MERCHANT = 10;

    /** Number of entries. */
    int size() {
        return merchants() * (1 + STORES_OF_A_MERCHANT) + tellers + accounts;
    }

    int merchants() {
        return (tellers + TELLERS_OF_A_MERCHANT - 1) / TELLERS_OF_A_MERCHANT;
    }

    /** Writes all entries and returns when they are durable. */
    void write(MessageWriter writer) {
        for (int merchant = 0; merchant < merchants(); merchant++) {
            write(writer, merchant(merchant));
            for (int store = 0; store < STORES_OF_A_MERCHANT; store++) {
                write(writer, store(merchant, store));
            }
        }
        IntStream.range(0, tellers).forEach(number -> write(writer, teller(number)));
        IntStream.range(0, accounts).forEach(number -> write(writer, account(number)));
        writer.flush();
    }

    private static void write(MessageWriter writer, DirectoryEntry entry) {
        writer.write(Topic.Names.TELLERS_DIRECTORY, entry.getEntityId(), entry);
    }

    /** The command to associate the teller's account, as the gateway produces it. */
    AssociateTellerCard command(int teller) {
        UUID correlationId = UUID.randomUUID();
        return AssociateTellerCard.newBuilder()
                .setCorrelationId(correlationId)
                .setRequestId(UUID.randomUUID().toString())
                .setMerchantId(merchantId(teller / TELLERS_OF_A_MERCHANT))
                .setStoreId(storeId(teller % STORES_OF_A_MERCHANT))
                .setRegisterId("7")
                .setUserId(tellerId(teller))
                .setTellerId(tellerId(teller))
                .setSealedAccountNumber(sealing.seal(cardNumber(teller), correlationId))
                .setRequestDateTime(now)
                .setReceivedAt(now)
                .build();
    }

    /** The ids of all merchants. */
    List<String> merchantIds() {
        return IntStream.range(0, merchants())
                .mapToObj(TellerDirectory::merchantId)
                .toList();
    }

    /** The same request as a till sends it. */
    String request(int teller) {
        return """
                {"metadata":{"merchantId":"%s","storeId":"%s","registerId":"7","userId":"%s","requestDateTime":"%s"},\
                "accountNumber":"%s","accountIdentifier":""}""".formatted(
                        merchantId(teller / TELLERS_OF_A_MERCHANT),
                        storeId(teller % STORES_OF_A_MERCHANT),
                        tellerId(teller),
                        now,
                        cardNumber(teller));
    }

    private DirectoryEntry merchant(int number) {
        return entry(DirectoryKind.MERCHANT, new EntityId.Merchant(merchantId(number)))
                .setMerchantId(merchantId(number))
                .setEnabled(true)
                .setInsightPartner(false)
                .build();
    }

    private DirectoryEntry store(int merchant, int number) {
        return entry(DirectoryKind.STORE, new EntityId.Store(merchantId(merchant), storeId(number)))
                .setMerchantId(merchantId(merchant))
                .setStoreId(storeId(number))
                .setEnabled(true)
                .setAssociationEnabled(true)
                .build();
    }

    private DirectoryEntry teller(int number) {
        String merchantId = merchantId(number / TELLERS_OF_A_MERCHANT);
        EntityId id = new EntityId.Teller(merchantId, tellerId(number));
        return entry(DirectoryKind.TELLER, id)
                .setMerchantId(merchantId)
                .setTellerId(tellerId(number))
                .setStatus("Active")
                .setSealedName(sealedName(number, id))
                .build();
    }

    private DirectoryEntry account(int number) {
        UUID accountId = UUID.nameUUIDFromBytes(("account " + number).getBytes(StandardCharsets.UTF_8));
        EntityId id = new EntityId.Account(accountId);
        return entry(DirectoryKind.ACCOUNT, id)
                .setAccountId(accountId)
                .setStatus("Open")
                .setSealedName(sealedName(number, id))
                .setSealedCardNumber(sealing.seal(cardNumber(number), id.cardNumberSeal()))
                .setFeePlan("Standard")
                .setOpenedAt(now.minus(Duration.ofDays(30)))
                .build();
    }

    private DirectoryEntry.Builder entry(DirectoryKind kind, EntityId id) {
        return DirectoryEntry.newBuilder()
                .setKind(kind)
                .setEntityId(id.text())
                .setVersion(now.toEpochMilli())
                .setUpdatedAt(now);
    }

    private ByteBuffer sealedName(int number, EntityId id) {
        return sealing.seal(new PersonName("Ada", "Lovelace " + number), id.nameSeal());
    }

    private static String merchantId(int number) {
        return "merchant-" + number;
    }

    private static String storeId(int number) {
        return "store-" + number;
    }

    private static String tellerId(int number) {
        return "teller-" + number;
    }

    private static String cardNumber(int number) {
        return String.format(Locale.ROOT, "4%015d", number);
    }
}
