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
    void three_suffix_characters_encode_the_capitals(String fifteen, String eighteen) {
        assertThat(CaseId.normalize(fifteen)).contains(eighteen);
        assertThat(CaseId.normalize(eighteen)).contains(eighteen);
    }

    @Test
    void an_id_is_made_from_a_number() {
        assertThat(CaseId.of(1027)).isEqualTo("500gL00000000GZQAY");
        assertThat(CaseId.of(1028)).isNotEqualTo(CaseId.of(1027));
        assertThat(CaseId.normalize(CaseId.of(123_456_789))).contains(CaseId.of(123_456_789));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "500", "500gL000000000", "500gL0000000000x", "500gL00000000-0", "500gL0000000001AAAA"})
    void text_without_the_format_of_an_id_is_not_an_id(String id) {
        assertThat(CaseId.normalize(id)).isEmpty();
    }
}
