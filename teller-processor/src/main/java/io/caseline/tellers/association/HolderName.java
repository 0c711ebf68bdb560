package io.caseline.tellers.association;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name of a teller, or of the person whose account it is. Opened for a comparison, never kept. */
record HolderName(String firstName, String lastName) {
    /** The accents of Latin, Greek and Cyrillic; the vowel signs of other scripts are letters, not accents. */
    private static final Pattern ACCENTS = Pattern.compile("\\p{InCombining_Diacritical_Marks}+");

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    /**
     * Whether both names are the same but for case, accents, Unicode form and white space. Nothing looser: no nicknames,
     * no swapped order. Two blank names say nothing of each other, and are not the same.
     */
    boolean matches(HolderName other) {
        String first = folded(firstName);
        String last = folded(lastName);
        return !(first.isEmpty() && last.isEmpty())
                && first.equals(folded(other.firstName))
                && last.equals(folded(other.lastName));
    }

    /** A name as it is compared; of a folded name, the name itself. */
    static String folded(String name) {
        // accents last: the upper case of some letters with one is two letters without
        String caseless = caseless(Normalizer.normalize(name, Normalizer.Form.NFKD));
        String plain = ACCENTS.matcher(Normalizer.normalize(caseless, Normalizer.Form.NFKD))
                .replaceAll("");
        return WHITE_SPACE.matcher(plain).replaceAll(" ").strip();
    }

    /** Letters of one sound fall together in upper case (ß and SS, ς and Σ), one of them (ẞ) only after lower case. */
    private static String caseless(String name) {
        return name.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "HolderName[sealed]";
    }
}
