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

    private static String folded(String name) {
        String plain = ACCENTS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                .replaceAll("");
        // upper case first: it has more letters of one sound fall together than lower case alone (ß and SS, ς and Σ)
        String caseless = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return WHITE_SPACE.matcher(caseless).replaceAll(" ").strip();
    }

    @Override
    public String toString() {
        return "HolderName[sealed]";
    }
}
