package io.caseline.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the target of a request is in canonical form. Spring compares raw paths with servlet mappings and throws if they
 * differ in spelling; Tomcat throws when the first parameter of a bad query string is read.
 */
final class RequestTarget {
    private static final int MOST_PARAMETERS = 500;

    private RequestTarget() {}

    /** What is wrong with a raw path and query string, in a sentence; empty if both are canonical. */
    static Optional<String> defect(String path, @Nullable String query) {
        if (!isCanonical(path)) {
            return Optional.of(
                    "The path is not in canonical form: send it without empty or dot segments, parameters after a semicolon"
                            + " and unneeded escapes");
        }
        return query == null || isReadable(query)
                ? Optional.empty()
                : Optional.of("The query string cannot be read: send names and values percent-encoded, in UTF-8");
    }

    private static boolean isCanonical(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return false;
        }
        boolean escaped = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                int value = escapedByte(path, i);
                if (value < ' ' || value == 0x7f || isUnreserved(value) || value == '/' || value == '\\') {
                    return false;
                }
                escaped = true;
            } else if (c <= ' ' || c >= 0x7f || c == ';' || c == '\\' || (c == '/' && startsBadSegment(path, i + 1))) {
                return false;
            }
        }
        return !escaped || decoded(path).isPresent();
    }

    /** An empty segment, unless it is the last one, or a dot segment. */
    private static boolean startsBadSegment(String path, int start) {
        int end = path.indexOf('/', start);
        int length = (end < 0 ? path.length() : end) - start;
        return (length == 0 && end >= 0)
                || (length == 1 && path.charAt(start) == '.')
                || (length == 2 && path.charAt(start) == '.' && path.charAt(start + 1) == '.');
    }

    private static boolean isReadable(String query) {
        String[] parameters = query.split("&", MOST_PARAMETERS + 1);
        return parameters.length <= MOST_PARAMETERS && Arrays.stream(parameters).allMatch(RequestTarget::isParameter);
    }

    private static boolean isParameter(String parameter) {
        int end = parameter.indexOf('=');
        Optional<String> name = decoded(end < 0 ? parameter : parameter.substring(0, end));
        Optional<String> value = decoded(parameter.substring(end + 1));
        return end != 0
                && name.filter(text -> text.codePoints().allMatch(RequestTarget::isOrdinary))
                        .isPresent()
                && value.filter(text -> text.indexOf('\0') < 0).isPresent();
    }

    /** As Spring Security's firewall demands of names. */
    private static boolean isOrdinary(int c) {
        return Character.isDefined(c) && !Character.isISOControl(c);
    }

    /** The text with its escapes decoded; empty if an escape is none, or the bytes are not UTF-8. */
    private static Optional<String> decoded(String text) {
        if (text.indexOf('%') < 0 && text.chars().allMatch(c -> c < 0x80)) {
            return Optional.of(text);
        }
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = c == '%' ? escapedByte(text, i) : c;
            if (value < 0 || value > 0xff) {
                return Optional.empty();
            }
            i += c == '%' ? 2 : 0;
            bytes[length++] = (byte) value;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** -1 if there is no escape. */
    private static int escapedByte(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(percent + 1), 16);
        int low = Character.digit(text.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
