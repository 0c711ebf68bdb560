package io.caseline.gateway.security;

import io.caseline.gateway.ApiPaths;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/** Why a request was refused by the security filters, in a sentence that tells its sender what to do. */
public final class RefusalReason {
    /** The request attribute that holds the sentence. */
    public static final String ATTRIBUTE = "caseline.refusal";

    /** The decoder's own sentences: none of the token's content, and nothing that JSON or a header escapes. */
    private static final Pattern SENTENCE = Pattern.compile("The token [\\w @+,:;'.-]+");

    private RefusalReason() {}

    static void leave(HttpServletRequest request, String sentence) {
        request.setAttribute(ATTRIBUTE, sentence);
    }

    /** @param failure why the token was refused */
    static String ofToken(@Nullable Throwable failure) {
        String reason = failure instanceof JwtValidationException invalid
                ? invalid.getErrors().stream()
                        .map(OAuth2Error::getDescription)
                        .findFirst()
                        .orElse("")
                : failure instanceof BadJwtException bad ? String.valueOf(bad.getMessage()) : "";
        return SENTENCE.matcher(reason).matches()
                ? reason
                : "The token cannot be verified: it is no JWT, its signature is wrong, or its key is not known here (yet)";
    }

    /** Which scope the token lacks. */
    static String ofScope(HttpServletRequest request) {
        return "The token does not have the required scope: it needs " + neededScope(request);
    }

    private static String neededScope(HttpServletRequest request) {
        String path = request.getServletPath();
        boolean posts = request.getMethod().equals("POST");
        if (path.startsWith(ApiPaths.PROGRAMS)) {
            return posts ? "cases:write" : "cases:read";
        }
        if (path.startsWith(ApiPaths.RETAILER)) {
            return posts ? "tellers:write" : "tellers:read or tellers:write";
        }
        return "metrics:read";
    }
}
