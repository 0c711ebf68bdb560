package io.caseline.gateway.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which request bodies can be read, by their headers. JSON says itself which of the three Unicode encodings it is in. */
final class BodyType {
    private static final Set<String> CHARSETS =
            Set.of("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be");

    /** Safe to repeat in a response. */
    private static final Pattern NAME = Pattern.compile("[\\w.+:-]{1,40}");

    private BodyType() {}

    /** @param name of the content coding or charset that cannot be read */
    record Unsupported(Problem problem, String name) {}

    /** Why the body cannot be read; without a content type it counts as JSON. */
    static Optional<Unsupported> unsupported(HttpServletRequest request) {
        String coding = request.getHeader("Content-Encoding");
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
            return Optional.of(new Unsupported(Problem.CONTENT_CODING, printable(coding)));
        }
        String type = request.getContentType();
        if (type == null || type.equals("application/json")) {
            return Optional.empty();
        }
        String[] parts = type.split(";", -1);
        if (!JsonType.isJson(parts[0].strip())) {
            return Optional.of(new Unsupported(Problem.NOT_JSON, ""));
        }
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].split("=", 2);
            if (parameter.length == 2 && parameter[0].strip().equalsIgnoreCase("charset")) {
                String charset = parameter[1].strip().replace("\"", "").replace("'", "");
                if (!charset.isEmpty() && !CHARSETS.contains(charset.toLowerCase(Locale.ROOT))) {
                    return Optional.of(new Unsupported(Problem.CHARSET, printable(charset)));
                }
            }
        }
        return Optional.empty();
    }

    private static String printable(String name) {
        return NAME.matcher(name.strip()).matches() ? name.strip() : "of the request";
    }
}
