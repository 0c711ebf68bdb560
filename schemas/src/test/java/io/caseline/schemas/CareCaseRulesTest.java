package io.caseline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which phone numbers and addresses sink no case. */
class CareCaseRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "310-555-1234",
                "(+1) 310-555-1234",
                "310-555-1234 Ext 5",
                "310.555.1234 x12",
                "+49 (0)30/123 45-67",
                "1-800-FLOWERS",
                "tel:+1-310-555-1234;ext=5",
                "٣١٠-٥٥٥-١٢٣٤",
                "３１０ー５５５",
                "911"
            })
    void a_phone_number_is_free_text_with_three_digits(String number) {
        assertThat(CareCaseRules.isPhoneNumber(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"call me", "", "12", "11111111111111111111111111111111111111111", "310\u0000555"})
    void a_text_with_fewer_digits_or_over_40_characters_is_no_phone_number(String number) {
        assertThat(CareCaseRules.isPhoneNumber(number)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.com",
                "josé@example.com",
                "ada@localhost",
                "ada+tag@bücher.example",
                "\"ada.l\"@example.com",
                ".ada.@example.com",
                "ada@[192.0.2.1]",
                "用户@例子.广告"
            })
    void an_unusual_address_is_an_address(String address) {
        assertThat(CareCaseRules.isEmailAddress(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "", "ada at example.com", "ada @example.com", "ada@\u00a0example.com"})
    void what_has_no_at_sign_or_blanks_inside_is_no_address(String address) {
        assertThat(CareCaseRules.isEmailAddress(address)).isFalse();
    }
}
