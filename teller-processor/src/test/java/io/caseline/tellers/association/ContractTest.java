package io.caseline.tellers.association;

import static io.caseline.tellers.Pipeline.command;
import static io.caseline.tellers.Pipeline.merchantEntry;
import static io.caseline.tellers.Pipeline.storeEntry;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.TellerEvent;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.TellerAndAccountTest;
import io.caseline.tellers.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The contract's table of codes, row by row in its order, from command to reply on the running system. */
class ContractTest extends TellerAndAccountTest {
    private static final Duration DAY = Duration.ofHours(24);

    @Autowired
    TestClock clock;

    Instant now = Instant.EPOCH;

    @BeforeEach
    void the_clock_stands_still() {
        now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        clock.stopAt(now);
    }

    @AfterEach
    void the_clock_goes_on() {
        clock.goOn();
    }

    static Stream<Arguments> contract() {
        return Stream.of(
                row(100, "INVALID_ACCOUNT_NUMBER_LENGTH", "neither number nor identifier", ContractTest::byNothing),
                row(100, "INVALID_ACCOUNT_NUMBER_LENGTH", "15 digits", it -> it.byNumber("411111111111111")),
                row(100, "INVALID_ACCOUNT_NUMBER_LENGTH", "17 digits", it -> it.byNumber("41111111111111111")),
                row(
                        100,
                        "INVALID_ACCOUNT_NUMBER_LENGTH",
                        "a registration id of no Insight partner's",
                        it -> it.byNumber(it.registeredAt(it.merchant))),
                row(130, "INVALID_MERCHANT", "merchant unknown", it -> it.at(new Merchant("nobody", "1"))),
                row(130, "INVALID_MERCHANT", "merchant not enabled", ContractTest::atDisabledMerchant),
                row(800, "STORE_NOT_FOUND", "store unknown", it -> it.atStore("elsewhere")),
                row(800, "STORE_NOT_FOUND", "store of another merchant", it -> it.atStore(it.storeOfAnother())),
                row(800, "STORE_NOT_FOUND", "store not enabled", it -> it.atStore(it.store(false, true))),
                row(800, "STORE_NOT_FOUND", "store not for associations", it -> it.atStore(it.store(true, false))),
                row(861, "TELLER_NOT_FOUND", "teller unknown", it -> it.by("nobody")),
                row(861, "TELLER_NOT_FOUND", "teller of another merchant", it -> it.by(it.tellerOfAnother())),
                row(862, "TELLER_NOT_ACTIVE", "teller left", it -> it.by(it.teller("Left", "Zoe", "Muller"))),
                row(815, "ACCOUNT_IDENTIFIER_NOT_FOUND", "identifier of no account", it -> it.with(UUID.randomUUID())),
                row(110, "ACCOUNT_NUMBER_NOT_FOUND", "number of no account", it -> it.byNumber(cardNumber())),
                row(
                        110,
                        "ACCOUNT_NUMBER_NOT_FOUND",
                        "another partner's registration id",
                        it -> it.atInsightPartner(it.registeredAt(it.merchant))),
                row(110, "ACCOUNT_CLOSED", "Closed", it -> it.with(it.account("Closed"))),
                row(110, "ACCOUNT_PENDING", "Pending", it -> it.with(it.account("Pending"))),
                row(110, "ACCOUNT_LOCKED", "Locked", it -> it.with(it.account("Locked"))),
                row(110, "ACCOUNT_RESTRICTED", "Restricted", it -> it.with(it.account("Restricted"))),
                row(110, "ACCOUNT_STATUS_INVALID", "anything else not open", it -> it.with(it.account("Lost"))),
                row(863, "NAMES_DIFFER", "another name", it -> it.by(it.teller("Active", "Zoe", "Miller"))),
                row(863, "NAMES_DIFFER", "swapped names", it -> it.by(it.teller("Active", "Muller", "Zoe"))),
                row(868, "SAME_CARD", "the teller's card already", ContractTest::associatedBefore),
                row(870, "ACCOUNT_TOO_YOUNG", "24 h less a second", it -> it.with(it.aged(DAY.minusSeconds(1)))),
                row(0, "SUCCESS", "24 h to the second", it -> it.with(it.aged(DAY))),
                row(
                        0,
                        "SUCCESS",
                        "accents, case, spaces, decomposed",
                        it -> it.by(it.teller("Active", " ZOE\u0308 ", "mu\u0308LLER"))),
                row(0, "SUCCESS", "by its number", it -> it.byNumber(it.numbered(it.account))),
                row(0, "SUCCESS", "both given and disagreeing", it -> it.withBoth(it.account, cardNumber())),
                row(
                        815,
                        "ACCOUNT_IDENTIFIER_NOT_FOUND",
                        "both given, only the number known",
                        it -> it.withBoth(UUID.randomUUID(), it.numbered(it.account))),
                row(0, "SUCCESS", "an Insight partner's own registration id", ContractTest::byRegistrationId),
                row(1000, "GENERAL_FAILURE", "a number that no key opens", ContractTest::byNumberSealedElsewhere));
    }

    private static Arguments row(int code, String reason, String what, Function<ContractTest, AssociateTellerCard> it) {
        return Arguments.of(code, reason, what, it);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("contract")
    void each_row_gets_its_code(
            int code, String reason, String what, Function<ContractTest, AssociateTellerCard> command) {
        TellerEvent reply = pipeline.replyTo(command.apply(this));
        assertThat(reply.getReason()).as(what).isEqualTo(reason);
        assertThat(reply.getResponseCode()).isEqualTo(code);
    }

    @Test
    void a_repeat_one_second_later_finds_the_account_old_enough() {
        AssociateTellerCard command = with(aged(DAY.minusSeconds(1)));
        assertThat(pipeline.replyTo(command).getResponseCode()).isEqualTo(870);
        clock.stopAt(now.plusMillis(999));
        assertThat(pipeline.replyTo(command).getResponseCode()).isEqualTo(870);
        clock.stopAt(now.plusSeconds(1));
        assertThat(pipeline.replyTo(command).getResponseCode()).isZero();
    }

    private AssociateTellerCard byNothing() {
        return command(merchant, teller).build();
    }

    private AssociateTellerCard byNumber(String number) {
        return pipeline.commandByNumber(merchant, teller, number);
    }

    private AssociateTellerCard at(Merchant other) {
        return command(other, teller, account);
    }

    private AssociateTellerCard atDisabledMerchant() {
        pipeline.publish(merchantEntry(merchant.id(), 2, false, false).build());
        return with(account);
    }

    private AssociateTellerCard atStore(String store) {
        return at(new Merchant(merchant.id(), store));
    }

    private String storeOfAnother() {
        return store(pipeline.merchant().id(), true, true);
    }

    private String store(boolean enabled, boolean association) {
        return store(merchant.id(), enabled, association);
    }

    private String store(String merchantId, boolean enabled, boolean association) {
        String id = "s" + ThreadLocalRandom.current().nextInt(1_000_000_000);
        pipeline.publish(storeEntry(merchantId, id, 1, enabled, association).build());
        return id;
    }

    private AssociateTellerCard by(String other) {
        return command(merchant, other, account);
    }

    private String tellerOfAnother() {
        return pipeline.teller(pipeline.merchant());
    }

    private String teller(String status, String first, String last) {
        String id = "t" + UUID.randomUUID();
        pipeline.publish(
                pipeline.tellerEntry(merchant.id(), id, 1, status, first, last).build());
        return id;
    }

    private AssociateTellerCard with(UUID other) {
        return command(merchant, teller, other);
    }

    private AssociateTellerCard withBoth(UUID identifier, String number) {
        return AssociateTellerCard.newBuilder(byNumber(number))
                .setAccountIdentifier(identifier)
                .build();
    }

    private UUID account(String status) {
        return changed(it -> it.setStatus(status));
    }

    private UUID aged(Duration age) {
        return changed(it -> it.setOpenedAt(now.minus(age)));
    }

    private String registeredAt(Merchant partner) {
        String registration = "R-" + cardNumber();
        changed(it -> it.setMerchantId(partner.id())
                .setSealedRegistrationId(pipeline.sealed(registration, "account|" + account + "|registration")));
        return registration;
    }

    private UUID changed(UnaryOperator<DirectoryEntry.Builder> change) {
        pipeline.publish(change.apply(pipeline.accountEntry(account, 2, "Open", "Zoe", "Muller"))
                .build());
        return account;
    }

    private AssociateTellerCard atInsightPartner(String number) {
        Merchant partner = pipeline.merchant(true);
        return pipeline.commandByNumber(partner, pipeline.teller(partner), number);
    }

    private AssociateTellerCard byRegistrationId() {
        Merchant partner = pipeline.merchant(true);
        return pipeline.commandByNumber(partner, pipeline.teller(partner), registeredAt(partner));
    }

    private AssociateTellerCard associatedBefore() {
        assertThat(pipeline.replyTo(with(account)).getResponseCode()).isZero();
        return with(account);
    }

    private AssociateTellerCard byNumberSealedElsewhere() {
        return command(merchant, teller)
                .setSealedAccountNumber(pipeline.sealed(cardNumber(), "another"))
                .build();
    }
}
