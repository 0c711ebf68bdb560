package io.caseline.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFormTest {

    @Test
    void three_parts_in_base64url_are_a_signed_token() {
        assertThat(TokenForm.isSigned("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.AA"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "AA.AA",
                "AA.AA.",
                ".AA.AA",
                "AA.AA.AA.AA",
                "AA.AA.AA=",
                "AA.AA.AA==",
                "AA.AA.A A",
                "AA.AA.AA\n",
                "AA.AA.AA!",
                "AA.AA.+/",
                "AA.AA.A",
                "AA.AA.AB"
            })
    void every_other_form_is_none(String token) {
        assertThat(TokenForm.isSigned(token)).isFalse();
    }
}
