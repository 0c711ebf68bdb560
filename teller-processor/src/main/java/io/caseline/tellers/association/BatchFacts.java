package io.caseline.tellers.association;

import io.caseline.tellers.command.Command;
import io.caseline.tellers.command.UnsealedCommand;
import io.caseline.tellers.rules.Decision.Associate;
import io.caseline.tellers.rules.DirectoryFacts;
import io.caseline.tellers.rules.DirectoryFacts.Account;
import io.caseline.tellers.rules.DirectoryFacts.Merchant;
import io.caseline.tellers.rules.DirectoryFacts.Store;
import io.caseline.tellers.rules.DirectoryFacts.Teller;
import io.caseline.tellers.rules.TellerRules;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the directory knows of everything that a batch names. Changes as the batch is decided, so that a later command sees
 * what an earlier one did.
 */
final class BatchFacts {
    private final Map<String, Merchant> merchants;
    private final Map<Member, Store> stores;
    private final Map<Member, Teller> tellers;
    private final Map<UUID, Account> accounts;
    private final Map<ByteBuffer, UUID> accountIdsByCard;
    private final Map<ByteBuffer, UUID> accountIdsByRegistration;

    /** A merchant's store or teller. */
    record Member(String merchantId, String id) {}

    /** The maps are used as they are, not copied. */
    BatchFacts(
            Map<String, Merchant> merchants,
            Map<Member, Store> stores,
            Map<Member, Teller> tellers,
            Map<UUID, Account> accounts,
            Map<ByteBuffer, UUID> accountIdsByCard,
            Map<ByteBuffer, UUID> accountIdsByRegistration) {
        this.merchants = merchants;
        this.stores = stores;
        this.tellers = tellers;
        this.accounts = accounts;
        this.accountIdsByCard = accountIdsByCard;
        this.accountIdsByRegistration = accountIdsByRegistration;
    }

    DirectoryFacts of(UnsealedCommand unsealed) {
        Command command = unsealed.command();
        return new DirectoryFacts(
                merchants.get(command.merchantId()),
                stores.get(new Member(command.merchantId(), command.storeId())),
                tellers.get(new Member(command.merchantId(), command.tellerId())),
                command.accountIdentifier() == null ? null : accounts.get(command.accountIdentifier()),
                account(accountIdsByCard, unsealed.cardFingerprints()),
                account(accountIdsByRegistration, unsealed.registrationFingerprints()));
    }

    void associated(Command command, Associate decision) {
        tellers.computeIfPresent(
                new Member(command.merchantId(), command.tellerId()),
                (id, teller) -> new Teller(teller.status(), teller.name(), decision.accountId()));
        accounts.computeIfPresent(
                decision.accountId(),
                (id, account) -> new Account(
                        id, account.status(), account.name(), account.openedAt(), TellerRules.EMPLOYEE_PLAN));
    }

    private @Nullable Account account(Map<ByteBuffer, UUID> ids, List<ByteBuffer> fingerprints) {
        return fingerprints.stream()
                .map(ids::get)
                .filter(Objects::nonNull)
                .map(accounts::get)
                .findFirst()
                .orElse(null);
    }
}
