package io.caseline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "\t\r\n",
                "\u00a0\u2007\u202f\u3000",
                "\u200b\u200d\ufeff",
                "\u0001\u001f\u007f\u0085",
                "\u00ad\u034f\u3164\u115f\uffa0\u2800",
                "\ufe0f",
                "\udb40\udc20"
            })
    void white_space_invisible_and_control_characters_are_nothing(String text) {
        assertThat(Texts.isEmpty(text)).isTrue();
        assertThat(Texts.isEmpty(text + "x")).isFalse();
    }

    @Test
    void white_space_of_any_script_is_trimmed_and_stays_inside() {
        assertThat(Texts.trimmed(" \t\u00a0\u3000\u0085a \u00a0 b\u2003\n")).isEqualTo("a \u00a0 b");
        assertThat(Texts.trimmed("\u2028")).isEmpty();
        String unchanged = "ab";
        assertThat(Texts.trimmed(unchanged)).isSameAs(unchanged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0000b", "\ud800", "a\ud800b", "\udc00\ud800"})
    void no_system_stores_u0000_or_an_unpaired_surrogate(String text) {
        assertThat(Texts.isStorable(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Łukasz", "\ud83d\ude00", "\u0001"})
    void every_other_text_can_be_stored(String text) {
        assertThat(Texts.isStorable(text)).isTrue();
    }
}
