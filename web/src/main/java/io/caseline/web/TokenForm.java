package io.caseline.web;

import java.util.Arrays;
import java.util.Base64;

/**
 * The form of a signed token: three parts in base64url, each in the only form that stands for its bytes. The usual decoders
 * skip what is no base64, so that one valid token would have any number of forms.
 */
final class TokenForm {
    private TokenForm() {}

    static boolean isSigned(String token) {
        String[] parts = token.split("\\.", -1);
        return parts.length == 3 && Arrays.stream(parts).allMatch(TokenForm::isCanonical);
    }

    private static boolean isCanonical(String part) {
        try {
            String again = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Base64.getUrlDecoder().decode(part));
            return !part.isEmpty() && again.equals(part);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
