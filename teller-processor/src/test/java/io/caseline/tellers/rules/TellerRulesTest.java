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
import static io.caseline.schemas.AssociationReason.SUCCESS;
import static io.caseline.schemas.AssociationReason.TELLER_NOT_ACTIVE;
import static io.caseline.schemas.AssociationReason.TELLER_NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.command.UnsealedCommand;
import io.caseline.tellers.command.UnsealedCommand.AccountNumber;
import io.caseline.tellers.rules.Decision.Associate;
import io.caseline.tellers.rules.Decision.Defer;
import io.caseline.tellers.rules.Decision.Reject;
import io.caseline.tellers.rules.DirectoryFacts.Account;
import io.caseline.tellers.rules.DirectoryFacts.AccountStatus;
import io.caseline.tellers.rules.DirectoryFacts.Merchant;
import io.caseline.tellers.rules.DirectoryFacts.Store;
import io.caseline.tellers.rules.DirectoryFacts.Teller;
import io.caseline.tellers.rules.DirectoryFacts.TellerStatus;
import io.caseline.tellers.rules.TellerRules.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules as the contract has them, one by one and in their order. */
class TellerRulesTest {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID ACCOUNT = UUID.fromString("06e33e98-5c40-4c1a-967b-930f28f509a4");
    private static final UUID OTHER = UUID.fromString("e5843e05-d367-4bf1-a223-3af46ae18802");
    private static final String PAN = "4111111111111111";

    /** A case that succeeds until a test changes what it is about. */
    static final class Case {
        @Nullable
        Merchant merchant = new Merchant(true, false);

        @Nullable
        Store store = new Store(true, true);

        @Nullable
        UUID identifier = ACCOUNT;

        AccountNumber number = new AccountNumber.None();
        boolean tellerKnown = true;
        String tellerStatus = "Active";
        Optional<HolderName> tellerName = Optional.of(new HolderName("Zoe", "Muller"));

        @Nullable
        UUID card;

        String status = "Open";
        Optional<HolderName> holder = Optional.of(new HolderName("Zoe", "Muller"));
        Instant openedAt = NOW.minus(Duration.ofDays(2));
        String feePlan = "Standard";

        @Nullable
        UUID byIdentifier = ACCOUNT;

        @Nullable
        UUID byCardNumber;

        @Nullable
        UUID byRegistrationId;

        boolean wasDeferred;
        boolean respondAsync;
        boolean deferralEnabled = true;
        boolean hasRoom = true;
        Instant receivedAt = NOW;

        Case merchant(@Nullable Merchant changed) {
            merchant = changed;
            return this;
        }

        Case store(@Nullable Store changed) {
            store = changed;
            return this;
        }

        Case noTeller() {
            tellerKnown = false;
            return this;
        }

        Case tellerStatus(String changed) {
            tellerStatus = changed;
            return this;
        }

        Case tellerName(@Nullable HolderName changed) {
            tellerName = Optional.ofNullable(changed);
            return this;
        }

        Case holder(@Nullable HolderName changed) {
            holder = Optional.ofNullable(changed);
            return this;
        }

        Case card(UUID changed) {
            card = changed;
            return this;
        }

        Case status(String changed) {
            status = changed;
            return this;
        }

        Case openedAt(Instant changed) {
            openedAt = changed;
            return this;
        }

        Case feePlan(String changed) {
            feePlan = changed;
            return this;
        }

        Case identifierOf(@Nullable UUID known) {
            byIdentifier = known;
            return this;
        }

        /** No identifier, but this number; empty if no key opens it. */
        Case number(@Nullable String changed) {
            identifier = null;
            byIdentifier = null;
            number = changed == null ? new AccountNumber.Unreadable() : new AccountNumber.Clear(changed);
            return this;
        }

        Case cardNumberOf(UUID known) {
            byCardNumber = known;
            return this;
        }

        Case registrationOf(UUID known) {
            byRegistrationId = known;
            return this;
        }

        Case deferrable() {
            respondAsync = true;
            return this;
        }

        Decision decide() {
            return TellerRules.decide(
                    new UnsealedCommand(command(), number, List.of(), List.of()),
                    new DirectoryFacts(
                            merchant,
                            store,
                            tellerKnown ? new Teller(TellerStatus.of(tellerStatus), () -> tellerName, card) : null,
                            account(byIdentifier),
                            account(byCardNumber),
                            account(byRegistrationId)),
                    new Terms(DAY, deferralEnabled, Duration.ofDays(2), hasRoom),
                    NOW);
        }

        private Command command() {
            return new Command(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    wasDeferred,
                    respondAsync,
                    OTHER,
                    "test101",
                    "m1",
                    "s1",
                    null,
                    "t1",
                    identifier,
                    null,
                    receivedAt);
        }

        private @Nullable Account account(@Nullable UUID id) {
            return id == null ? null : new Account(id, AccountStatus.of(status), () -> holder, openedAt, feePlan);
        }
    }

    private static AssociationReason reason(Decision decision) {
        return switch (decision) {
            case Associate associate -> SUCCESS;
            case Reject reject -> reject.reason();
            case Defer defer -> throw new AssertionError("deferred until " + defer.until());
        };
    }

    static Stream<Arguments> the_contract() {
        return Stream.of(
                answers("all is well", SUCCESS, it -> it),
                answers("merchant unknown", INVALID_MERCHANT, it -> it.merchant(null)),
                answers("merchant not enabled", INVALID_MERCHANT, it -> it.merchant(new Merchant(false, false))),
                answers("store unknown, or of another merchant", STORE_NOT_FOUND, it -> it.store(null)),
                answers("store not enabled", STORE_NOT_FOUND, it -> it.store(new Store(false, true))),
                answers("store not for associations", STORE_NOT_FOUND, it -> it.store(new Store(true, false))),
                answers("no such teller at this merchant", TELLER_NOT_FOUND, Case::noTeller),
                answers("teller left", TELLER_NOT_ACTIVE, it -> it.tellerStatus("Terminated")),
                answers("teller's status in lower case", TELLER_NOT_ACTIVE, it -> it.tellerStatus("active")),
                answers("identifier names no account", ACCOUNT_IDENTIFIER_NOT_FOUND, it -> it.identifierOf(null)),
                answers("number names no account", ACCOUNT_NUMBER_NOT_FOUND, it -> it.number(PAN)),
                answers("number names an account", SUCCESS, it -> it.number(PAN).cardNumberOf(ACCOUNT)),
                answers("neither identifier nor number", INVALID_ACCOUNT_NUMBER_LENGTH, it -> it.number("")),
                answers("no key opens the number", GENERAL_FAILURE, it -> it.number(null)),
                answers("account closed", ACCOUNT_CLOSED, it -> it.status("Closed")),
                answers("account pending", ACCOUNT_PENDING, it -> it.status("Pending")),
                answers("account locked", ACCOUNT_LOCKED, it -> it.status("Locked")),
                answers("account restricted", ACCOUNT_RESTRICTED, it -> it.status("Restricted")),
                answers("account gone", ACCOUNT_STATUS_INVALID, it -> it.status("Disabled")),
                answers("account in any other status", ACCOUNT_STATUS_INVALID, it -> it.status("open")),
                answers(
                        "closed account, by number",
                        ACCOUNT_CLOSED,
                        it -> it.number(PAN).cardNumberOf(ACCOUNT).status("Closed")),
                answers("names differ", NAMES_DIFFER, it -> it.holder(new HolderName("Zoe", "Miller"))),
                answers("no key opens the teller's name", GENERAL_FAILURE, it -> it.tellerName(null)),
                answers("no key opens the holder's name", GENERAL_FAILURE, it -> it.holder(null)),
                answers("the teller's card already", SAME_CARD, it -> it.card(ACCOUNT)),
                answers("another card until now", SUCCESS, it -> it.card(OTHER)),
                answers("account of this very second", ACCOUNT_TOO_YOUNG, it -> it.openedAt(NOW)),
                answers(
                        "24 h less a second",
                        ACCOUNT_TOO_YOUNG,
                        it -> it.openedAt(NOW.minus(DAY).plusSeconds(1))),
                answers("24 h to the second", SUCCESS, it -> it.openedAt(NOW.minus(DAY))),
                answers("on the plan already", SUCCESS, it -> it.feePlan("Employee")));
    }

    private static Arguments answers(String what, AssociationReason reason, UnaryOperator<Case> change) {
        return Arguments.of(what, reason, change);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("the_contract")
    void each_rule_answers(String what, AssociationReason reason, UnaryOperator<Case> change) {
        assertThat(reason(change.apply(new Case()).decide())).as(what).isEqualTo(reason);
    }

    @Test
    void the_first_rule_that_fails_answers() {
        Case everythingWrong = new Case()
                .number("123")
                .merchant(new Merchant(false, false))
                .store(null)
                .noTeller()
                .status("Closed")
                .holder(new HolderName("Ann", "Other"))
                .card(ACCOUNT)
                .openedAt(NOW);
        assertThat(reason(everythingWrong.decide())).isEqualTo(INVALID_ACCOUNT_NUMBER_LENGTH);
        everythingWrong.number(PAN);
        assertThat(reason(everythingWrong.decide())).isEqualTo(INVALID_MERCHANT);
        everythingWrong.merchant(new Merchant(true, false));
        assertThat(reason(everythingWrong.decide())).isEqualTo(STORE_NOT_FOUND);
        everythingWrong.store(new Store(true, true));
        assertThat(reason(everythingWrong.decide())).isEqualTo(TELLER_NOT_FOUND);
        everythingWrong.tellerKnown = true;
        everythingWrong.tellerStatus("Left");
        assertThat(reason(everythingWrong.decide())).isEqualTo(TELLER_NOT_ACTIVE);
        everythingWrong.tellerStatus("Active");
        assertThat(reason(everythingWrong.decide())).isEqualTo(ACCOUNT_NUMBER_NOT_FOUND);
        everythingWrong.cardNumberOf(ACCOUNT);
        assertThat(reason(everythingWrong.decide())).isEqualTo(ACCOUNT_CLOSED);
        everythingWrong.status("Open");
        assertThat(reason(everythingWrong.decide())).isEqualTo(NAMES_DIFFER);
        everythingWrong.holder(new HolderName("Zoe", "Muller"));
        assertThat(reason(everythingWrong.decide())).isEqualTo(SAME_CARD);
        everythingWrong.card(OTHER);
        assertThat(reason(everythingWrong.decide())).isEqualTo(ACCOUNT_TOO_YOUNG);
        everythingWrong.openedAt(NOW.minus(DAY));
        assertThat(everythingWrong.decide()).isEqualTo(new Associate(ACCOUNT, OTHER, "Standard"));
    }

    @ParameterizedTest
    @CsvSource({
        "411111111111111, false, INVALID_ACCOUNT_NUMBER_LENGTH",
        "41111111111111111, false, INVALID_ACCOUNT_NUMBER_LENGTH",
        "411111111111111x, false, INVALID_ACCOUNT_NUMBER_LENGTH",
        "4111111111111111, false, ACCOUNT_NUMBER_NOT_FOUND",
        "x, true, ACCOUNT_NUMBER_NOT_FOUND",
        "4111111111111111, true, ACCOUNT_NUMBER_NOT_FOUND",
        "12345678901234567890123456789012345678901234567890, true, ACCOUNT_NUMBER_NOT_FOUND",
        "123456789012345678901234567890123456789012345678901, true, INVALID_ACCOUNT_NUMBER_LENGTH"
    })
    void a_number_has_16_digits_or_at_an_insight_partner_up_to_50_characters(
            String number, boolean insightPartner, AssociationReason reason) {
        Case it = new Case().merchant(new Merchant(true, insightPartner)).number(number);
        assertThat(reason(it.decide())).isEqualTo(reason);
    }

    @Test
    void a_wrong_number_of_an_unknown_merchant_is_not_judged() {
        assertThat(reason(new Case().merchant(null).number("1").decide())).isEqualTo(INVALID_MERCHANT);
    }

    @Test
    void a_registration_id_counts_only_at_an_insight_partner() {
        Case it = new Case().number(PAN).registrationOf(ACCOUNT);
        assertThat(reason(it.decide())).isEqualTo(ACCOUNT_NUMBER_NOT_FOUND);
        assertThat(reason(it.merchant(new Merchant(true, true)).decide())).isEqualTo(SUCCESS);
    }

    @Test
    void a_card_number_counts_before_a_registration_id() {
        Case it = new Case()
                .merchant(new Merchant(true, true))
                .number(PAN)
                .cardNumberOf(OTHER)
                .registrationOf(ACCOUNT);
        assertThat(it.decide()).isEqualTo(new Associate(OTHER, null, "Standard"));
    }

    @Test
    void the_identifier_decides_when_both_are_given_and_the_number_is_not_looked_at() {
        Case it = new Case().cardNumberOf(OTHER);
        it.number = new AccountNumber.Clear("12");
        assertThat(it.decide()).isEqualTo(new Associate(ACCOUNT, null, "Standard"));
        assertThat(reason(it.identifierOf(null).decide())).isEqualTo(ACCOUNT_IDENTIFIER_NOT_FOUND);
    }

    @Test
    void an_account_on_the_employee_plan_is_associated_without_a_change_of_plan() {
        assertThat(((Associate) new Case().feePlan("Employee").decide()).changesFeePlan())
                .isFalse();
        assertThat(((Associate) new Case().decide()).changesFeePlan()).isTrue();
    }

    @Test
    void a_command_whose_caller_does_not_wait_is_deferred_until_its_account_is_old_enough() {
        Case tooYoung = new Case().deferrable().openedAt(NOW.minus(DAY).plusSeconds(1));
        assertThat(tooYoung.decide()).isEqualTo(new Defer(NOW.plusSeconds(1), ACCOUNT));
    }

    static Stream<Arguments> no_deferrals() {
        return Stream.of(
                because("the caller waits", it -> {}),
                because("deferral is disabled", it -> {
                    it.respondAsync = true;
                    it.deferralEnabled = false;
                }),
                because("the limit of deferred commands is reached", it -> {
                    it.respondAsync = true;
                    it.hasRoom = false;
                }),
                because("it would wait for longer than 2 days", it -> {
                    it.respondAsync = true;
                    it.openedAt = NOW.plus(DAY).plusMillis(1);
                }),
                because("it has waited for too long already", it -> {
                    it.wasDeferred = true;
                    it.receivedAt = NOW.minus(Duration.ofDays(2));
                }));
    }

    private static Arguments because(String why, Consumer<Case> change) {
        return Arguments.of(why, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("no_deferrals")
    void a_command_is_not_deferred_if(String why, Consumer<Case> change) {
        Case tooYoung = new Case().openedAt(NOW);
        change.accept(tooYoung);
        assertThat(reason(tooYoung.decide())).as(why).isEqualTo(ACCOUNT_TOO_YOUNG);
    }

    @Test
    void a_command_may_wait_for_exactly_the_longest_deferral() {
        Case longest = new Case().deferrable().openedAt(NOW.plus(DAY));
        assertThat(longest.decide()).isEqualTo(new Defer(NOW.plus(Duration.ofDays(2)), ACCOUNT));
    }

    @Test
    void a_due_command_whose_account_turned_out_younger_waits_on_whatever_the_settings_are_now() {
        Case deferred = new Case().openedAt(NOW);
        deferred.wasDeferred = true;
        deferred.deferralEnabled = false;
        deferred.hasRoom = false;
        assertThat(deferred.decide()).isEqualTo(new Defer(NOW.plus(DAY), ACCOUNT));
    }

    @Test
    void a_refused_change_of_the_fee_plan_rejects_only_an_association_that_needs_it() {
        Decision needsIt = new Associate(ACCOUNT, null, "Standard");
        Decision hasIt = new Associate(ACCOUNT, null, "Employee");
        assertThat(TellerRules.feePlanRefused(needsIt)).isEqualTo(new Reject(FEE_PLAN_NOT_CHANGED, ACCOUNT));
        assertThat(TellerRules.feePlanRefused(hasIt)).isEqualTo(hasIt);
    }
}
