package io.caseline.tellers.association;

import static io.caseline.schemas.AssociationReason.ACCOUNT_CLOSED;
import static io.caseline.schemas.AssociationReason.ACCOUNT_IDENTIFIER_NOT_FOUND;
import static io.caseline.schemas.AssociationReason.ACCOUNT_LOCKED;
import static io.caseline.schemas.AssociationReason.ACCOUNT_NUMBER_NOT_FOUND;
import static io.caseline.schemas.AssociationReason.ACCOUNT_PENDING;
import static io.caseline.schemas.AssociationReason.ACCOUNT_RESTRICTED;
import static io.caseline.schemas.AssociationReason.ACCOUNT_STATUS_INVALID;
import static io.caseline.schemas.AssociationReason.ACCOUNT_TOO_YOUNG;
import static io.caseline.schemas.AssociationReason.GENERAL_FAILURE;
import static io.caseline.schemas.AssociationReason.INVALID_ACCOUNT_NUMBER_LENGTH;
import static io.caseline.schemas.AssociationReason.INVALID_MERCHANT;
import static io.caseline.schemas.AssociationReason.NAMES_DIFFER;
import static io.caseline.schemas.AssociationReason.SAME_CARD;
import static io.caseline.schemas.AssociationReason.STORE_NOT_FOUND;
import static io.caseline.schemas.AssociationReason.TELLER_NOT_ACTIVE;
import static io.caseline.schemas.AssociationReason.TELLER_NOT_FOUND;

import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.association.Decision.Rejected;
import io.caseline.tellers.association.Known.Account;
import io.caseline.tellers.association.Known.Merchant;
import io.caseline.tellers.association.Known.Store;
import io.caseline.tellers.association.Known.Teller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the partner's document, in its order: the first that fails answers. What cannot be judged, because no key
 * opens it, is code 1000, the last of all: a rule that can be judged answers before it.
 */
final class TellerRules {
    static final String EMPLOYEE_PLAN = "Employee";

    private static final Pattern CARD_NUMBER = Pattern.compile("[0-9]{16}");
    private static final int LONGEST_REGISTRATION_ID = 50;

    private TellerRules() {}

    /**
     * What the rules read of a command. The identifier decides when both are given; the number is then not looked at, not
     * even for its length.
     *
     * @param accountNumber "" if not given; empty if no key opens it
     */
    record Command(@Nullable UUID accountIdentifier, Optional<String> accountNumber) {
        @Override
        public String toString() {
            return "Command[" + accountIdentifier + "]";
        }
    }

    /** @param minimumAge how old an account must be for its fee plan to change */
    static Decision decide(Command command, Known known, Instant now, Duration minimumAge) {
        Merchant merchant = known.merchant();
        // Code 100 precedes 130, but which length is right depends on the merchant: of an unknown one nothing can be
        // said.
        if (merchant == null) {
            return rejected(INVALID_MERCHANT);
        }
        if (command.accountIdentifier() == null
                && command.accountNumber()
                        .filter(number -> !lengthFits(number, merchant))
                        .isPresent()) {
            return rejected(INVALID_ACCOUNT_NUMBER_LENGTH);
        }
        if (!merchant.enabled()) {
            return rejected(INVALID_MERCHANT);
        }
        Store store = known.store();
        if (store == null || !store.enabled() || !store.associationEnabled()) {
            return rejected(STORE_NOT_FOUND);
        }
        Teller teller = known.teller();
        if (teller == null) {
            return rejected(TELLER_NOT_FOUND);
        }
        if (!"Active".equals(teller.status())) {
            return rejected(TELLER_NOT_ACTIVE);
        }
        if (command.accountIdentifier() == null && command.accountNumber().isEmpty()) {
            return rejected(GENERAL_FAILURE);
        }
        Account account = account(command, known, merchant);
        if (account == null) {
            return rejected(
                    command.accountIdentifier() == null ? ACCOUNT_NUMBER_NOT_FOUND : ACCOUNT_IDENTIFIER_NOT_FOUND);
        }
        return decide(teller, account, now, minimumAge);
    }

    private static Decision decide(Teller teller, Account account, Instant now, Duration minimumAge) {
        if (!"Open".equals(account.status())) {
            return new Rejected(notOpen(account.status()), account.id());
        }
        Optional<HolderName> holder = account.name().get();
        Optional<HolderName> tellerName = teller.name().get();
        boolean opened = holder.isPresent() && tellerName.isPresent();
        if (opened && !holder.get().matches(tellerName.get())) {
            return new Rejected(NAMES_DIFFER, account.id());
        }
        if (account.id().equals(teller.card())) {
            return new Rejected(SAME_CARD, account.id());
        }
        if (now.isBefore(account.openedAt().plus(minimumAge))) {
            return new Rejected(ACCOUNT_TOO_YOUNG, account.id());
        }
        if (!opened) {
            return new Rejected(GENERAL_FAILURE, account.id());
        }
        return new Decision.Associate(account.id(), teller.card(), account.feePlan());
    }

    private static boolean lengthFits(String accountNumber, Merchant merchant) {
        return isCardNumber(accountNumber) || (merchant.insightPartner() && isRegistrationId(accountNumber));
    }

    static boolean isCardNumber(String accountNumber) {
        return CARD_NUMBER.matcher(accountNumber).matches();
    }

    static boolean isRegistrationId(String accountNumber) {
        int length = accountNumber.codePointCount(0, accountNumber.length());
        return length >= 1 && length <= LONGEST_REGISTRATION_ID;
    }

    /** A PAN names one card everywhere, a registration id one at its Insight partner: where both fit, the PAN counts. */
    private static @Nullable Account account(Command command, Known known, Merchant merchant) {
        if (command.accountIdentifier() != null) {
            return known.byIdentifier();
        }
        return known.byCardNumber() == null && merchant.insightPartner()
                ? known.byRegistrationId()
                : known.byCardNumber();
    }

    private static AssociationReason notOpen(String status) {
        return switch (status) {
            case "Closed" -> ACCOUNT_CLOSED;
            case "Pending" -> ACCOUNT_PENDING;
            case "Locked" -> ACCOUNT_LOCKED;
            case "Restricted" -> ACCOUNT_RESTRICTED;
            default -> ACCOUNT_STATUS_INVALID;
        };
    }

    private static Rejected rejected(AssociationReason reason) {
        return new Rejected(reason, null);
    }
}
