package io.caseline.tellers.directory;

import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.Limits;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds texts that no request can name, no index can take, or PostgreSQL cannot store. */
final class EntryTexts {

    private EntryTexts() {}

    /** Why a text of the entry cannot be stored; empty if all can. */
    static Optional<String> defect(DirectoryEntry entry) {
        boolean nul = Stream.of(entry.getEntityId(), entry.getStatus(), entry.getFeePlan())
                .anyMatch(text -> text != null && text.indexOf('\0') >= 0);
        if (nul) {
            return Optional.of("a text holds U+0000");
        }
        return Stream.of(
                        tooLong("merchantId", entry.getMerchantId(), Limits.MERCHANT_ID),
                        tooLong("storeId", entry.getStoreId(), Limits.STORE_ID),
                        tooLong("tellerId", entry.getTellerId(), Limits.TELLER_ID),
                        tooLong("status", entry.getStatus(), Limits.ACCOUNT_STATUS),
                        tooLong("feePlan", entry.getFeePlan(), Limits.FEE_PLAN))
                .flatMap(Optional::stream)
                .findFirst();
    }

    static Optional<String> tooLong(String field, @Nullable String text, int limit) {
        return text != null && Limits.exceeds(limit, text)
                ? Optional.of("its %s is longer than %d characters".formatted(field, limit))
                : Optional.empty();
    }
}
