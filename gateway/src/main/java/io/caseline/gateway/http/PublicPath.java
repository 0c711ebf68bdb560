package io.caseline.gateway.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Paths as the caller sees them: below the prefix that a proxy has removed, and the context path. */
public final class PublicPath {
    private static final Pattern PREFIX = Pattern.compile("(?:/[\\w.~-]+)+");
    private static final int LONGEST = 200;

    private PublicPath() {}

    /** @param path within the application */
    public static String of(HttpServletRequest request, String path) {
        return forwardedPrefix(request.getHeader("X-Forwarded-Prefix")) + request.getContextPath() + path;
    }

    /** Of several proxies, the outermost comes first. What is no path is ignored. */
    private static String forwardedPrefix(@Nullable String header) {
        if (header == null || header.length() > LONGEST) {
            return "";
        }
        StringBuilder prefix = new StringBuilder();
        for (String part : header.split(",", -1)) {
            String path = part.strip();
            path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            if (PREFIX.matcher(path).matches()) {
                prefix.append(path);
            }
        }
        return prefix.toString();
    }
}
