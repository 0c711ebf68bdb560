package io.caseline.tellers.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolderNameTest {
    private static final List<Normalizer.Form> FORMS =
            List.of(Normalizer.Form.NFC, Normalizer.Form.NFD, Normalizer.Form.NFKD);

    @ParameterizedTest
    @CsvSource({
        "Zoe,Muller, ZOE,MULLER, true",
        "Zoë,Müller, Zoe,Muller, true",
        "Zoë,Müller, Zoe\u0308,Mu\u0308ller, true",
        "'  Mary  Ann ',Lee, 'Mary\u00a0Ann','Lee ', true",
        "'Mary\tAnn',Lee, Mary Ann,Lee, true",
        "Groß,Weiß, GROSS,WEISS, true",
        "Ｚｏｅ,Ⅳ, Zoe,IV, true",
        "Νίκος,Παππάς, ΝΙΚΟΣ,ΠΑΠΠΑΣ, true",
        "İlker,Işık, ilker,isik, true",
        "'','Suharto', '','suharto', true",
        "Mary Ann,Lee, MaryAnn,Lee, false",
        "Bob,Lee, Robert,Lee, false",
        "Lee,Mary, Mary,Lee, false",
        "Mary,Lee Ann, Mary Lee,Ann, false",
        "Sørensen,X, Sorensen,X, false",
        "Jean-Luc,X, Jean Luc,X, false",
        "O'Neil,X, ONeil,X, false",
        "がく,X, かく,X, false",
        "कि,X, क,X, false",
        "'',' ', '','', false",
    })
    void names_match_but_for_case_accents_form_and_white_space_and_nothing_looser(
            String first, String last, String otherFirst, String otherLast, boolean match) {
        HolderName one = new HolderName(first, last);
        HolderName other = new HolderName(otherFirst, otherLast);
        assertThat(one.matches(other)).isEqualTo(match);
        assertThat(other.matches(one)).isEqualTo(match);
    }

    @RepeatedTest(200)
    void a_name_matches_every_way_of_writing_it_and_no_name_with_another_letter(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        String first = name(random);
        String last = name(random);
        HolderName name = new HolderName(first, last);
        assertThat(name.matches(new HolderName(rewritten(first, random), rewritten(last, random))))
                .as("%s %s", first, last)
                .isTrue();
        assertThat(name.matches(new HolderName(first, last + "q"))).isFalse();
        assertThat(name.matches(new HolderName("q" + first, last))).isFalse();
    }

    private static String name(Random random) {
        List<String> letters = List.of("a", "É", "ß", "ñ", "Z", "ö", "ç", "Ω", "Й", "ŵ", "ﬁ", "ǅ", " ", "-", "'", "字");
        StringBuilder name = new StringBuilder("N");
        random.ints(random.nextInt(12), 0, letters.size()).forEach(letter -> name.append(letters.get(letter)));
        return name.toString();
    }

    private static String rewritten(String name, Random random) {
        String form = Normalizer.normalize(name, FORMS.get(random.nextInt(FORMS.size())));
        String spaced = " ".repeat(random.nextInt(3)) + form.replace(" ", "\u00a0 \t".substring(random.nextInt(3)));
        return random.nextBoolean() ? spaced.toUpperCase(Locale.ROOT) : spaced;
    }
}
