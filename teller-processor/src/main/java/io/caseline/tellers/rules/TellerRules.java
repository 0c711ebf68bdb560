package io.caseline.tellers.rules;

import static io.caseline.schemas.AssociationReason.ACCOUNT_CLOSED;
import static io.caseline.schemas.AssociationReason.ACCOUNT_IDENTIFIER_NOT_FOUND;
import static io.caseline.schemas.AssociationReason.ACCOUNT_LOCKED;
import static io.caseline.schemas.AssociationReason.ACCOUNT_NUMBER_NOT_FOUND;
import static io.caseline.schemas.AssociationReason.ACCOUNT_PENDING;
import static io.caseline.schemas.AssociationReason.ACCOUNT_RESTRICTED;
import static io.caseline.schemas.AssociationReason.ACCOUNT_STATUS_INVALID;
import static io.caseline.schemas.AssociationReason.ACCOUNT_TOO_YOUNG;
import static io.caseline.schemas.AssociationReason.FEE_PLAN_NOT_CHANGED;
import static io.caseline.schemas.AssociationReason.GENERAL_FAILURE;
import static io.caseline.schemas.AssociationReason.INVALID_ACCOUNT_NUMBER_LENGTH;
import static io.caseline.schemas.AssociationReason.INVALID_MERCHANT;
import static io.caseline.schemas.AssociationReason.NAMES_DIFFER;
import static io.caseline.schemas.AssociationReason.SAME_CARD;
import static io.caseline.schemas.AssociationReason.STORE_NOT_FOUND;
import static io.caseline.schemas.AssociationReason.TELLER_NOT_ACTIVE;
import static io.caseline.schemas.AssociationReason.TELLER_NOT_FOUND;

import io.caseline.schemas.AssociationReason;
import io.caseline.schemas.Limits;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.command.UnsealedCommand;
import io.caseline.tellers.command.UnsealedCommand.AccountNumber;
import io.caseline.tellers.command.UnsealedCommand.AccountNumber.Clear;
import io.caseline.tellers.command.UnsealedCommand.AccountNumber.None;
import io.caseline.tellers.command.UnsealedCommand.AccountNumber.Unreadable;
import io.caseline.tellers.rules.Decision.Associate;
import io.caseline.tellers.rules.Decision.Defer;
import io.caseline.tellers.rules.Decision.Reject;
import io.caseline.tellers.rules.DirectoryFacts.Account;
import io.caseline.tellers.rules.DirectoryFacts.AccountStatus;
import io.caseline.tellers.rules.DirectoryFacts.Merchant;
import io.caseline.tellers.rules.DirectoryFacts.Store;
import io.caseline.tellers.rules.DirectoryFacts.Teller;
import io.caseline.tellers.rules.DirectoryFacts.TellerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the partner API, in its order: the first that fails decides. A command that cannot be judged, because no
 * key opens a part of it, gets code 1000 last: every rule that can be judged comes before.
 */
public final class TellerRules {
    public static final String EMPLOYEE_PLAN = "Employee";

    private static final Pattern CARD_NUMBER = Pattern.compile("[0-9]{" + Limits.CARD_NUMBER + "}");

    private TellerRules() {}

    /**
     * @param minimumAccountAge how old an account must be for its fee plan to change
     * @param deferralEnabled whether commands are deferred; one that was deferred earlier may wait on in any case
     * @param maxWait how long after its receipt a command may wait
     * @param hasRoom whether one more command may wait
     */
    public record Terms(Duration minimumAccountAge, boolean deferralEnabled, Duration maxWait, boolean hasRoom) {}

    public static Decision decide(UnsealedCommand command, DirectoryFacts facts, Terms terms, Instant now) {
        Merchant merchant = facts.merchant();
        // The right length depends on the merchant, so an unknown merchant gets 130 without a length check.
        if (merchant == null) {
            return reject(INVALID_MERCHANT);
        }
        if (isByNumber(command) && !lengthFits(command.accountNumber(), merchant)) {
            return reject(INVALID_ACCOUNT_NUMBER_LENGTH);
        }
        if (!merchant.enabled()) {
            return reject(INVALID_MERCHANT);
        }
        Store store = facts.store();
        if (store == null || !store.enabled() || !store.associationEnabled()) {
            return reject(STORE_NOT_FOUND);
        }
        Teller teller = facts.teller();
        if (teller == null) {
            return reject(TELLER_NOT_FOUND);
        }
        if (teller.status() != TellerStatus.ACTIVE) {
            return reject(TELLER_NOT_ACTIVE);
        }
        if (isByNumber(command) && command.accountNumber() instanceof Unreadable) {
            return reject(GENERAL_FAILURE);
        }
        Account account = account(command, facts, merchant);
        if (account == null) {
            return reject(isByNumber(command) ? ACCOUNT_NUMBER_NOT_FOUND : ACCOUNT_IDENTIFIER_NOT_FOUND);
        }
        return decideForAccount(command.command(), teller, account, terms, now);
    }

    private static Decision decideForAccount(
            Command command, Teller teller, Account account, Terms terms, Instant now) {
        if (account.status() != AccountStatus.OPEN) {
            return new Reject(notOpen(account.status()), account.id());
        }
        Optional<HolderName> holder = account.name().get();
        Optional<HolderName> tellerName = teller.name().get();
        boolean namesReadable = holder.isPresent() && tellerName.isPresent();
        if (namesReadable && !holder.get().matches(tellerName.get())) {
            return new Reject(NAMES_DIFFER, account.id());
        }
        if (account.id().equals(teller.cardAccountId())) {
            return new Reject(SAME_CARD, account.id());
        }
        Instant oldEnough = account.openedAt().plus(terms.minimumAccountAge());
        if (now.isBefore(oldEnough)) {
            return mayWait(command, oldEnough, terms)
                    ? new Defer(oldEnough, account.id())
                    : new Reject(ACCOUNT_TOO_YOUNG, account.id());
        }
        if (!namesReadable) {
            return new Reject(GENERAL_FAILURE, account.id());
        }
        return new Associate(account.id(), teller.cardAccountId(), account.feePlan());
    }

    /** The decision after the database or the card core has refused to change the account's fee plan. */
    public static Decision feePlanRefused(Decision decision) {
        return switch (decision) {
            case Associate associate ->
                associate.changesFeePlan() ? new Reject(FEE_PLAN_NOT_CHANGED, associate.accountId()) : associate;
            case Reject reject -> reject;
            case Defer defer -> defer;
        };
    }

    private static boolean mayWait(Command command, Instant until, Terms terms) {
        boolean wanted = command.wasDeferred() || (isDeferrable(command, terms) && terms.hasRoom());
        return wanted && !until.isAfter(command.receivedAt().plus(terms.maxWait()));
    }

    /** Whether a new command may be deferred if there is room. */
    public static boolean isDeferrable(Command command, Terms terms) {
        return terms.deferralEnabled() && command.respondAsync();
    }

    /** The identifier decides when both are given: the number is then ignored, its length included. */
    private static boolean isByNumber(UnsealedCommand command) {
        return command.command().accountIdentifier() == null;
    }

    /** The length of an unreadable number is unknown; a later rule rejects it. */
    private static boolean lengthFits(AccountNumber accountNumber, Merchant merchant) {
        return switch (accountNumber) {
            case None none -> false;
            case Clear clear ->
                isCardNumber(clear.number()) || (merchant.insightPartner() && isRegistrationId(clear.number()));
            case Unreadable unreadable -> true;
        };
    }

    public static boolean isCardNumber(String accountNumber) {
        return CARD_NUMBER.matcher(accountNumber).matches();
    }

    public static boolean isRegistrationId(String accountNumber) {
        return !accountNumber.isEmpty() && !Limits.exceeds(Limits.REGISTRATION_ID, accountNumber);
    }

    /**
     * A PAN names one card everywhere, a registration id one card at its Insight partner. A number that is both is taken
     * for the PAN.
     */
    private static @Nullable Account account(UnsealedCommand command, DirectoryFacts facts, Merchant merchant) {
        if (!isByNumber(command)) {
            return facts.byIdentifier();
        }
        return facts.byCardNumber() == null && merchant.insightPartner()
                ? facts.byRegistrationId()
                : facts.byCardNumber();
    }

    private static AssociationReason notOpen(AccountStatus status) {
        return switch (status) {
            case CLOSED -> ACCOUNT_CLOSED;
            case PENDING -> ACCOUNT_PENDING;
            case LOCKED -> ACCOUNT_LOCKED;
            case RESTRICTED -> ACCOUNT_RESTRICTED;
            case OPEN, OTHER -> ACCOUNT_STATUS_INVALID;
        };
    }

    private static Reject reject(AssociationReason reason) {
        return new Reject(reason, null);
    }
}
