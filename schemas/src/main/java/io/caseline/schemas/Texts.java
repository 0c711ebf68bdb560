package io.caseline.schemas;

import java.util.function.IntPredicate;

/** Texts as people and programs enter them: which are empty, and which no system can store. */
public final class Texts {
    private static final int BRAILLE_BLANK = 0x2800;

    private Texts() {}

    /** The text without the white space around it, of any script. */
    public static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isWhiteSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && isWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Whether there is nothing to see: only white space, invisible characters and control characters. */
    public static boolean isEmpty(String text) {
        return all(text, c -> isWhiteSpace(c) || isInvisible(c));
    }

    /** Whether every system can store the text: it has neither U+0000 nor an unpaired surrogate. */
    public static boolean isStorable(String text) {
        return all(text, c -> c != 0 && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** Whether the text has white space anywhere. */
    public static boolean hasWhiteSpace(String text) {
        return !all(text, c -> !isWhiteSpace(c));
    }

    private static boolean all(String text, IntPredicate condition) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!condition.test(c)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    /** White space as Unicode has it, no-break spaces included. */
    private static boolean isWhiteSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x85 && (c == 0x85 || Character.isSpaceChar(c)));
    }

    /** Control and format characters, and what else Unicode calls ignorable: fillers, joiners and variation selectors. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT -> true;
            default ->
                c == BRAILLE_BLANK
                        || c == 0x034F
                        || c == 0x115F
                        || c == 0x1160
                        || c == 0x17B4
                        || c == 0x17B5
                        || (c >= 0x180B && c <= 0x180F)
                        || c == 0x2065
                        || c == 0x3164
                        || (c >= 0xFE00 && c <= 0xFE0F)
                        || c == 0xFFA0
                        || (c >= 0xFFF0 && c <= 0xFFF8)
                        || (c >= 0xE0000 && c <= 0xE0FFF);
        };
    }
}
