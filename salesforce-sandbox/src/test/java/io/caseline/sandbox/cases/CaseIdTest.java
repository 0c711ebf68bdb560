package io.caseline.sandbox.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaseIdTest {

    @ParameterizedTest
    @CsvSource({
        "5003000000D8cuI,5003000000D8cuIAAR",
        "001D000000IqhSL,001D000000IqhSLIAZ",
        "500000000000000,500000000000000AAA"
    })
    void three_characters_more_tell_the_capitals(String fifteen, String eighteen) {
        assertThat(CaseId.normal(fifteen)).contains(eighteen);
        assertThat(CaseId.normal(eighteen)).contains(eighteen);
    }

    @Test
    void a_number_makes_an_id_of_a_case() {
        assertThat(CaseId.of(1027)).isEqualTo("500gL00000000GZQAY");
        assertThat(CaseId.of(1028)).isNotEqualTo(CaseId.of(1027));
        assertThat(CaseId.normal(CaseId.of(123_456_789))).contains(CaseId.of(123_456_789));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "500", "500gL000000000", "500gL0000000000x", "500gL00000000-0", "500gL0000000001AAAA"})
    void what_is_not_shaped_like_an_id_is_none(String id) {
        assertThat(CaseId.normal(id)).isEmpty();
    }
}
