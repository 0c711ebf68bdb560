package io.caseline.tellers.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolderNameTest {
    private static final Transliterator BASE_LETTERS = Transliterator.getInstance(
            "NFD; [:Block=Combining_Diacritical_Marks:] Remove; NFC; Latin-ASCII; Latin-ASCII; NFC");

    @ParameterizedTest
    @CsvSource({
        "Zoe,Muller, ZOE,MULLER, true",
        "Zoë,Müller, Zoe,Muller, true",
        "Zoë,Müller, Zoe\u0308,Mu\u0308ller, true",
        "'  Mary  Ann ',Lee, 'Mary\u00a0Ann','Lee ', true",
        "'Mary\tAnn',Lee, Mary Ann,Lee, true",
        "Groß,Weiß, GROSS,WEISS, true",
        "GROẞ,Weiß, Groß,WEISS, true",
        "Ｚｏｅ,Ⅳ, Zoe,IV, true",
        "Νίκος,Παππάς, ΝΙΚΟΣ,ΠΑΠΠΑΣ, true",
        "İlker,Işık, ilker,isik, true",
        "'','Suharto', '','suharto', true",
        "Mary Ann,Lee, MaryAnn,Lee, false",
        "Bob,Lee, Robert,Lee, false",
        "Lee,Mary, Mary,Lee, false",
        "Mary,Lee Ann, Mary Lee,Ann, false",
        "Sørensen,Łukasz, Sorensen,Lukasz, true",
        "Đorđe,Æsa, Dorde,Aesa, true",
        "Œdipe,Þóra, Oedipe,Thora, true",
        "O'Neil,X, O’Neil,X, true",
        "O'Neil,X, O´Neil,X, true",
        "O`Neil,Oʼx, Oʻneil,o‘x, true",
        "Jean-Luc,X, Jean‐Luc,X, true",
        "Jean–Luc,X, Jean−Luc,X, true",
        "Zo\u200be,Mul\u00adler, Zoe,Muller, true",
        "Z\u0000oe\ufeff,Muller\u200f, Zoe,Muller, true",
        "'\u200b',' ', '','', false",
        "J.,Lee, John,Lee, false",
        "Maria,Garcia-Lopez, Maria,GarciaLopez, false",
        "Jean-Luc,X, Jean Luc,X, false",
        "O'Neil,X, ONeil,X, false",
        "がく,X, かく,X, false",
        "कि,X, क,X, false",
        "'',' ', '','', false",
    })
    void names_match_except_for_case_accents_letter_forms_punctuation_and_white_space(
            String first, String last, String otherFirst, String otherLast, boolean match) {
        HolderName one = new HolderName(first, last);
        HolderName other = new HolderName(otherFirst, otherLast);
        assertThat(one.matches(other)).isEqualTo(match);
        assertThat(other.matches(one)).isEqualTo(match);
    }

    @Property(tries = 2_000)
    void folding_a_folded_name_changes_nothing(@ForAll("texts") String name) {
        String folded = HolderName.folded(name);
        assertThat(HolderName.folded(folded)).isEqualTo(folded);
    }

    @Property(tries = 2_000)
    void no_letter_of_a_folded_name_can_be_reduced_further(@ForAll("texts") String name) {
        String folded = HolderName.folded(name);
        assertThat(BASE_LETTERS.transliterate(folded)).isEqualTo(folded);
    }

    @Property(tries = 2_000)
    void case_does_not_matter(@ForAll("names") String name) {
        assertSame(name, name.toUpperCase(Locale.ROOT));
        assertSame(name, name.toLowerCase(Locale.ROOT));
        assertSame(name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }

    @Property(tries = 2_000)
    void the_unicode_form_does_not_matter(@ForAll("texts") String name, @ForAll Normalizer.Form form) {
        // stands for an apostrophe, unless a compatibility form has made a space and an accent of it
        Assume.that(Normalizer.normalize(name, Normalizer.Form.NFC).indexOf('\u00b4') < 0);
        assertSame(name, Normalizer.normalize(name, form));
    }

    @Property(tries = 2_000)
    void accents_do_not_matter(@ForAll("names") String name, @ForAll("accents") List<String> accents) {
        StringBuilder accented = new StringBuilder();
        int letter = 0;
        for (int c : name.codePoints().toArray()) {
            accented.appendCodePoint(c).append(accents.get(letter++ % accents.size()));
        }
        assertSame(name, accented.toString());
        assertSame(name, Normalizer.normalize(accented, Normalizer.Form.NFC));
    }

    @Property(tries = 2_000)
    void how_much_and_which_white_space_does_not_matter(
            @ForAll("names") String name, @ForAll("whiteSpace") List<String> spaces) {
        assertSame(name, spaces.getFirst() + name.replace(" ", spaces.getLast()) + spaces.get(spaces.size() / 2));
    }

    @Property(tries = 2_000)
    void another_letter_is_another_name(@ForAll("names") String name, @ForAll @AlphaChars char letter) {
        HolderName one = new HolderName(name, name);
        assertThat(one.matches(new HolderName(name + letter, name))).isFalse();
        assertThat(one.matches(new HolderName(name, letter + name))).isFalse();
    }

    private static void assertSame(String name, String otherwise) {
        assertThat(HolderName.folded(otherwise)).isEqualTo(HolderName.folded(name));
        if (!HolderName.folded(name).isEmpty()) {
            assertThat(new HolderName(name, name).matches(new HolderName(otherwise, name)))
                    .isTrue();
            assertThat(new HolderName(name, otherwise).matches(new HolderName(otherwise, name)))
                    .isTrue();
        }
    }

    /** Anything at all that Unicode can write. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                names(),
                Arbitraries.integers()
                        .between(1, Character.MAX_CODE_POINT)
                        .filter(c -> Character.isDefined(c) && Character.getType(c) != Character.SURROGATE)
                        .map(Character::toString)
                        .list()
                        .ofMaxSize(8)
                        .map(letters -> String.join("", letters)));
    }

    /** Names in letters whose case, accents or forms are out of the ordinary. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(
                        "a", "É", "ß", "ẞ", "ñ", "Z", "ö", "ç", "Ω", "Σ", "ς", "Й", "ŵ", "ﬁ", "ǅ", "ŉ", "ı", "ᾳ", "ΐ",
                        "Ł", "Ø", "đ", "Æ", "œ", "’", "–", " ", "-", "'", "字", "が", "कि", "한")
                .list()
                .ofMaxSize(12)
                .map(letters -> "N" + String.join("", letters));
    }

    @Provide
    Arbitrary<List<String>> accents() {
        return Arbitraries.of("", "\u0300", "\u0301", "\u0303", "\u0308", "\u0327", "\u0308\u0301", "\u0335")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<String>> whiteSpace() {
        return Arbitraries.of(" ", "  ", "\t", "\u00a0", "\u2003 ", "\u3000", " \n")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }
}
