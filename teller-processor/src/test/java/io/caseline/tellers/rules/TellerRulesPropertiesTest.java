package io.caseline.tellers.rules;

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
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple3;
import org.jspecify.annotations.Nullable;

/** Whatever comes and whatever is known: one code answers, and it is that of the first rule that holds. */
class TellerRulesPropertiesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID ACCOUNT = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);

    /** A rule of the contract, as it is written there and not as the code has it. */
    record Rule(int code, String holdsWhen, Predicate<Case> holds) {}

    /** The contract's table, from the top. Of an unknown merchant nobody can say which length is right. */
    private static final List<Rule> CONTRACT = List.of(
            new Rule(130, "merchant unknown", it -> it.merchant == null),
            new Rule(100, "wrong length of the number", it -> it.byNumber() && it.wrongLength()),
            new Rule(130, "merchant not enabled", it -> !it.knownMerchant().enabled()),
            new Rule(
                    800,
                    "store unknown, of another merchant, or not enabled for this operation",
                    it -> it.store == null || !it.store.enabled() || !it.store.associationEnabled()),
            new Rule(861, "no such teller at this merchant", it -> it.tellerStatus == null),
            new Rule(862, "teller not active", it -> !"Active".equals(it.tellerStatus)),
            new Rule(815, "identifier names no account", it -> !it.byNumber() && it.account() == null),
            new Rule(
                    110,
                    "number names no account",
                    it -> it.byNumber() && it.number.isPresent() && it.account() == null),
            new Rule(110, "account not open", it -> it.account() != null && !"Open".equals(it.status)),
            new Rule(863, "names differ", it -> it.account() != null && it.names == Names.DIFFER),
            new Rule(
                    868,
                    "this card already is this teller's",
                    it -> it.account() != null && it.account().equals(it.card)),
            new Rule(870, "account too young", it -> it.account() != null && it.age.compareTo(it.minimumAge) < 0),
            new Rule(1000, "no key opens the number", it -> it.byNumber() && it.number.isEmpty()),
            new Rule(1000, "no key opens a name", it -> it.names == Names.SEALED),
            new Rule(0, "anything else", it -> true));

    enum Names {
        SAME,
        DIFFER,
        SEALED
    }

    record Case(
            @Nullable Merchant merchant,
            @Nullable Store store,
            @Nullable String tellerStatus,
            @Nullable UUID card,
            boolean identifierGiven,
            Optional<String> number,
            @Nullable UUID byIdentifier,
            @Nullable UUID byCard,
            @Nullable UUID byRegistration,
            String status,
            Names names,
            Duration age,
            Duration minimumAge,
            boolean respondAsync,
            String feePlan) {

        Merchant knownMerchant() {
            return Optional.ofNullable(merchant).orElseThrow();
        }

        boolean byNumber() {
            return !identifierGiven;
        }

        boolean wrongLength() {
            return number.map(it -> !it.matches("[0-9]{16}")
                            && !(knownMerchant().insightPartner()
                                    && !it.isEmpty()
                                    && it.codePoints().count() <= 50))
                    .orElse(false);
        }

        /** The account that the command names. */
        @Nullable
        UUID account() {
            if (identifierGiven) {
                return byIdentifier;
            }
            if (number.isEmpty()) {
                return null;
            }
            return byCard == null && knownMerchant().insightPartner() ? byRegistration : byCard;
        }

        Decision decide() {
            Optional<HolderName> holder =
                    names == Names.SEALED ? Optional.empty() : Optional.of(new HolderName("Zoë", "Müller"));
            HolderName tellerName = new HolderName("ZOE ", names == Names.DIFFER ? "Miller" : "Muller");
            return TellerRules.decide(
                    new UnsealedCommand(command(), accountNumber(), List.of(), List.of()),
                    new DirectoryFacts(
                            merchant,
                            store,
                            tellerStatus == null
                                    ? null
                                    : new Teller(TellerStatus.of(tellerStatus), () -> Optional.of(tellerName), card),
                            account(byIdentifier, holder),
                            account(byCard, holder),
                            account(byRegistration, holder)),
                    new Terms(minimumAge, true, Duration.ofDays(2), true),
                    NOW);
        }

        private AccountNumber accountNumber() {
            if (identifierGiven) {
                return new AccountNumber.None();
            }
            return number.<AccountNumber>map(AccountNumber.Clear::new).orElseGet(AccountNumber.Unreadable::new);
        }

        private Command command() {
            return new Command(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    respondAsync,
                    OTHER,
                    "test101",
                    "m1",
                    "s1",
                    null,
                    "t1",
                    identifierGiven ? THIRD : null,
                    null,
                    NOW);
        }

        private @Nullable Account account(@Nullable UUID id, Optional<HolderName> holder) {
            return id == null ? null : new Account(id, AccountStatus.of(status), () -> holder, NOW.minus(age), feePlan);
        }
    }

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void the_first_rule_that_holds_answers_and_no_other(@ForAll("cases") Case any) {
        Rule first = CONTRACT.stream()
                .filter(rule -> rule.holds().test(any))
                .findFirst()
                .orElseThrow();
        assertThat(code(any.decide())).as(first.holdsWhen()).isEqualTo(first.code());
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void a_card_is_associated_as_it_was_found_and_only_an_account_that_was_found_is_named(@ForAll("cases") Case any) {
        switch (any.decide()) {
            case Associate associate -> {
                assertThat(associate.accountId()).isEqualTo(any.account());
                assertThat(associate.replacedAccountId()).isEqualTo(any.card);
                assertThat(associate.changesFeePlan()).isEqualTo(!any.feePlan.equals("Employee"));
            }
            case Defer defer -> {
                assertThat(defer.accountId()).isEqualTo(any.account());
                assertThat(any.respondAsync).isTrue();
                assertThat(defer.until()).isAfter(NOW).isBeforeOrEqualTo(NOW.plus(Duration.ofDays(2)));
            }
            case Reject reject -> {
                if (reject.accountId() != null) {
                    assertThat(reject.accountId()).isEqualTo(any.account());
                }
            }
        }
    }

    private static int code(Decision decision) {
        return switch (decision) {
            case Associate associate -> AssociationReason.SUCCESS.code();
            case Reject reject -> reject.reason().code();
            case Defer defer -> AssociationReason.ACCOUNT_TOO_YOUNG.code();
        };
    }

    /** Each thing is right more often than not, so that the last rules are reached as well. */
    @Provide
    Arbitrary<Case> cases() {
        return Combinators.combine(
                        merchants(), stores(), tellers(), commands(), accounts(), ages(), Arbitraries.of(Names.class))
                .as((merchant, store, teller, command, account, ages, names) -> new Case(
                        merchant,
                        store,
                        teller.get1(),
                        teller.get2(),
                        command.get1(),
                        command.get2(),
                        account.get1().get1(),
                        account.get1().get2(),
                        account.get1().get3(),
                        account.get2(),
                        names,
                        ages.get1(),
                        ages.get2(),
                        ages.get3(),
                        account.get3()));
    }

    private static Arbitrary<Merchant> merchants() {
        return Arbitraries.frequencyOf(
                        Tuple.of(10, Arbitraries.of(new Merchant(true, false), new Merchant(true, true))),
                        Tuple.of(1, Arbitraries.of(new Merchant(false, false), new Merchant(false, true))))
                .injectNull(0.1);
    }

    private static Arbitrary<Store> stores() {
        return Arbitraries.frequencyOf(
                        Tuple.of(10, Arbitraries.just(new Store(true, true))),
                        Tuple.of(
                                2,
                                Arbitraries.of(
                                        new Store(false, true), new Store(true, false), new Store(false, false))))
                .injectNull(0.1);
    }

    private static Arbitrary<Tuple.Tuple2<String, UUID>> tellers() {
        Arbitrary<String> statuses = Arbitraries.frequencyOf(
                        Tuple.of(8, Arbitraries.just("Active")),
                        Tuple.of(1, Arbitraries.of("active", "Terminated", "")),
                        Tuple.of(1, Arbitraries.strings()))
                .injectNull(0.1);
        return Combinators.combine(statuses, Arbitraries.of(ACCOUNT, OTHER).injectNull(0.3))
                .as(Tuple::of);
    }

    private static Arbitrary<Tuple.Tuple2<Boolean, Optional<String>>> commands() {
        Arbitrary<Optional<String>> numbers = Arbitraries.frequencyOf(
                Tuple.of(
                        6,
                        Arbitraries.strings()
                                .numeric()
                                .ofMinLength(15)
                                .ofMaxLength(17)
                                .map(Optional::of)),
                Tuple.of(4, Arbitraries.strings().numeric().ofLength(16).map(Optional::of)),
                Tuple.of(2, Arbitraries.strings().ofMaxLength(60).map(Optional::of)),
                Tuple.of(1, Arbitraries.just(Optional.empty())));
        return Combinators.combine(Arbitraries.of(true, false), numbers).as(Tuple::of);
    }

    private static Arbitrary<Tuple3<Tuple3<UUID, UUID, UUID>, String, String>> accounts() {
        Arbitrary<UUID> ids = Arbitraries.of(ACCOUNT, ACCOUNT, OTHER).injectNull(0.2);
        Arbitrary<String> statuses = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just("Open")),
                Tuple.of(2, Arbitraries.of("Closed", "Pending", "Locked", "Restricted", "open", "")),
                Tuple.of(1, Arbitraries.strings()));
        return Combinators.combine(
                        Combinators.combine(ids, ids, ids).as(Tuple::of),
                        statuses,
                        Arbitraries.of("Standard", "Employee", ""))
                .as(Tuple::of);
    }

    /** Ages close to the minimum, which may be any, and whether the command may be deferred. */
    private static Arbitrary<Tuple3<Duration, Duration, Boolean>> ages() {
        return Combinators.combine(
                        Arbitraries.of(-1_000L, -1L, 0L, 1L, 86_400_000L),
                        Arbitraries.frequencyOf(
                                Tuple.of(2, Arbitraries.just(Duration.ofHours(24))),
                                Tuple.of(
                                        1,
                                        Arbitraries.longs()
                                                .between(0, Duration.ofDays(60).toMillis())
                                                .map(Duration::ofMillis))),
                        Arbitraries.of(true, false))
                .as((difference, minimum, async) -> Tuple.of(minimum.plusMillis(difference), minimum, async));
    }
}
