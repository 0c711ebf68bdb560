package io.caseline.tellers.association;

import io.caseline.tellers.association.Decision.Associate;
import io.caseline.tellers.association.Known.Account;
import io.caseline.tellers.association.Known.Merchant;
import io.caseline.tellers.association.Known.Store;
import io.caseline.tellers.association.Known.Teller;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is known of all that a batch names. Keeps up with the batch: a later command sees what an earlier one did. */
final class Snapshot {
    private final Map<String, Merchant> merchants;
    private final Map<Member, Store> stores;
    private final Map<Member, Teller> tellers;
    private final Map<UUID, Account> accounts;
    private final Map<ByteBuffer, UUID> cards;
    private final Map<ByteBuffer, UUID> registrations;

    /** A merchant's store or teller. */
    record Member(String merchantId, String id) {}

    /** The maps are the snapshot's own from now on. */
    Snapshot(
            Map<String, Merchant> merchants,
            Map<Member, Store> stores,
            Map<Member, Teller> tellers,
            Map<UUID, Account> accounts,
            Map<ByteBuffer, UUID> cards,
            Map<ByteBuffer, UUID> registrations) {
        this.merchants = merchants;
        this.stores = stores;
        this.tellers = tellers;
        this.accounts = accounts;
        this.cards = cards;
        this.registrations = registrations;
    }

    Known known(Request request) {
        Submission submission = request.submission();
        return new Known(
                merchants.get(submission.merchantId()),
                stores.get(new Member(submission.merchantId(), submission.storeId())),
                tellers.get(new Member(submission.merchantId(), submission.tellerId())),
                submission.accountIdentifier() == null ? null : accounts.get(submission.accountIdentifier()),
                account(cards, request.cards()),
                account(registrations, request.registrations()));
    }

    void associated(Submission submission, Associate decision) {
        tellers.computeIfPresent(
                new Member(submission.merchantId(), submission.tellerId()),
                (id, teller) -> new Teller(teller.status(), teller.name(), decision.account()));
        accounts.computeIfPresent(
                decision.account(),
                (id, account) -> new Account(
                        id, account.status(), account.name(), account.openedAt(), TellerRules.EMPLOYEE_PLAN));
    }

    /** When the account was opened, if it is one of these. */
    Optional<Instant> openedAt(UUID account) {
        return Optional.ofNullable(accounts.get(account)).map(Account::openedAt);
    }

    private @Nullable Account account(Map<ByteBuffer, UUID> known, List<ByteBuffer> fingerprints) {
        return fingerprints.stream()
                .map(known::get)
                .filter(Objects::nonNull)
                .map(accounts::get)
                .findFirst()
                .orElse(null);
    }
}
