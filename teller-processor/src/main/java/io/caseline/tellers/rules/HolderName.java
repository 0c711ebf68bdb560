package io.caseline.tellers.rules;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.text.UnicodeSetSpanner;
import com.ibm.icu.text.UnicodeSetSpanner.CountMethod;

/** The name of a teller, or of an account's holder. Unsealed for a comparison, never stored. */
public record HolderName(String firstName, String lastName) {
    private static final UnicodeSetSpanner APOSTROPHES = characters("['`\u00b4\u02b9-\u02bd\u2018-\u201b\u2032\uff07]");
    private static final UnicodeSetSpanner HYPHENS = characters("[[:Dash_Punctuation:]\u2212]");
    private static final UnicodeSetSpanner INVISIBLE = characters("[[:Cc:][:Cf:]-[:White_Space:]]");
    private static final UnicodeSetSpanner WHITE_SPACE = characters("[:White_Space:]");

    private static final Normalizer2 COMPOSED = Normalizer2.getNFCInstance();
    private static final Normalizer2 DECOMPOSED = Normalizer2.getNFDInstance();
    private static final Normalizer2 COMPATIBLE = Normalizer2.getNFKDInstance();

    /** NFKC and case folding. */
    private static final Normalizer2 CASELESS = Normalizer2.getNFKCCasefoldInstance();

    /** The accents of Latin, Greek and Cyrillic. The vowel signs of other scripts are letters, not accents. */
    private static final UnicodeSetSpanner ACCENTS = characters("[:Block=Combining_Diacritical_Marks:]");

    /** Reduces Latin letters with strokes and ligatures to their base. Twice, as the first makes letters of symbols. */
    private static final Transliterator BASE_LETTERS = Transliterator.getInstance("Latin-ASCII; Latin-ASCII; NFC");

    /** What it may change. It is slow and holds a lock of the library, so names without any of these are spared it. */
    private static final UnicodeSet REDUCIBLE = Transliterator.getInstance("Latin-ASCII")
            .getSourceSet()
            .removeAll(new UnicodeSet("[:ASCII:]"))
            .freeze();

    /**
     * Whether both names are the same except for case, accents, Unicode form, white space, and the form of letters,
     * apostrophes and hyphens. Nothing looser: no nicknames, no swapped order. Two blank names do not match.
     */
    boolean matches(HolderName other) {
        String first = folded(firstName);
        String last = folded(lastName);
        return !(first.isEmpty() && last.isEmpty())
                && first.equals(folded(other.firstName))
                && last.equals(folded(other.lastName));
    }

    /** The name in the form in which names are compared; a folded name stays the same. */
    static String folded(String name) {
        // apostrophes first: NFKD makes a space of the acute accent that stands for one
        String plain = punctuation(INVISIBLE.deleteFrom(COMPOSED.normalize(name)));
        // both again at the end: the base of a letter can be a capital or an apostrophe
        String base = punctuation(baseLetters(CASELESS.normalize(COMPATIBLE.normalize(plain))));
        return WHITE_SPACE
                .replaceFrom(CASELESS.normalize(base), " ", CountMethod.WHOLE_SPAN)
                .strip();
    }

    private static String baseLetters(String name) {
        String bare = COMPOSED.normalize(ACCENTS.deleteFrom(DECOMPOSED.normalize(name)));
        return REDUCIBLE.containsNone(bare) ? bare : BASE_LETTERS.transliterate(bare);
    }

    private static String punctuation(String name) {
        return HYPHENS.replaceFrom(APOSTROPHES.replaceFrom(name, "'"), "-");
    }

    private static UnicodeSetSpanner characters(String pattern) {
        return new UnicodeSetSpanner(new UnicodeSet(pattern).freeze());
    }

    @Override
    public String toString() {
        return "HolderName[sealed]";
    }
}
