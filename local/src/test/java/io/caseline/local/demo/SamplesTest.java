package io.caseline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.local.demo.CardSample.Expected;
import io.caseline.local.demo.CardSample.Then;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

class SamplesTest {

    @Test
    void every_response_code_of_the_associate_call_is_among_them() {
        assertThat(expectedOfCards().map(Expected::code))
                .contains(0, 100, 110, 130, 800, 815, 860, 861, 862, 863, 868, 870, 1000);
    }

    @Test
    void every_sentence_of_the_document_is_among_them() {
        assertThat(expectedOfCards().map(Expected::sentence))
                .contains(
                        "Success",
                        "RequestId is required",
                        "RequestDateTime is required",
                        "UserId is required",
                        "StoreId is required",
                        "MerchantId is required",
                        "The RetailChainUserId field is required.",
                        "RequestId is too long",
                        "UserId is too long",
                        "StoreId is too long",
                        "MerchantId is too long",
                        "The field RetailChainUserId must be a string with a minimum length of 1 and a maximum length of"
                                + " 50.",
                        "Invalid length of AccountNumber",
                        "InvalidMerchant",
                        "Store was not found",
                        "RetailChainUserNotFound",
                        "User is not active",
                        "AccountNotFound",
                        "Account Not Found.",
                        "AccountStatus is Closed",
                        "AccountStatus is Pending",
                        "AccountStatus is Locked",
                        "Account Status is Restricted",
                        "Invalid Account Status",
                        "UserNameNotMatch",
                        "Card has already been associated with the teller",
                        "This account cannot be updated to an employee account till 24 hours from the account creation."
                                + " Please try after 24 hours of account creation.",
                        "Failed to save teller card info into database",
                        "GeneralFailure");
    }

    @Test
    void every_kind_of_refused_case_is_among_them() {
        assertThat(Samples.cases().stream()
                        .map(sample -> sample.expect().code())
                        .filter(Objects::nonNull))
                .contains(200, 400, 600, 640, 1000);
        assertThat(Samples.cases().stream()
                        .map(sample -> sample.expect().status())
                        .filter(Objects::nonNull))
                .contains(202, 400, 401, 403);
    }

    @Test
    void there_are_a_few_hundred_from_both_programs_and_both_merchants() {
        assertThat(Samples.cases())
                .hasSizeGreaterThan(200)
                .extracting(CaseSample::program)
                .contains("gobank", "rapidpay");
        assertThat(Samples.cards())
                .hasSizeGreaterThan(90)
                .extracting(CardSample::merchant)
                .contains("fscc0342", "corner77");
        assertThat(Samples.merchants()).hasSize(2);
    }

    @Test
    void every_account_status_is_among_them() {
        assertThat(Samples.cards().stream()
                        .map(CardSample::account)
                        .filter(Objects::nonNull)
                        .map(CardSample.Account::status))
                .contains("Open", "Closed", "Pending", "Locked", "Restricted");
    }

    @Test
    void a_misspelt_name_is_found() {
        assertThatThrownBy(() -> Samples.JSON.readValue("{\"waht\": \"a case\"}", CaseSample.class))
                .isInstanceOf(UnrecognizedPropertyException.class);
    }

    private static Stream<Expected> expectedOfCards() {
        return Samples.cards().stream()
                .flatMap(sample -> Stream.concat(
                        Stream.of(sample.expect()),
                        Objects.requireNonNullElse(sample.then(), List.<Then>of()).stream()
                                .map(Then::expect)));
    }
}
