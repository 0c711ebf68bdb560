package io.caseline.sandbox.oauth;

import io.caseline.sandbox.SandboxSettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The client_credentials grant; the credentials are in the form or in a Basic header. */
@Component
class ClientCredentials {

    private static final String BASIC = "Basic ";

    private final SandboxSettings settings;

    ClientCredentials(SandboxSettings settings) {
        this.settings = settings;
    }

    SignInResult verify(Map<String, String> form, @Nullable String authorization) {
        String id = form.getOrDefault("client_id", "");
        String secret = form.getOrDefault("client_secret", "");
        if (id.isEmpty() && authorization != null && authorization.startsWith(BASIC)) {
            String[] pair = basic(authorization.substring(BASIC.length()));
            id = pair[0];
            secret = pair[1];
        }
        if (!same(id, settings.clientId())) {
            return SignInResult.Denied.UNKNOWN_CLIENT;
        }
        return same(secret, settings.clientSecret()) ? new SignInResult.Granted() : SignInResult.Denied.WRONG_SECRET;
    }

    /** Lets a client verify that the response comes from a server that knows its secret. */
    String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(settings.clientSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String[] basic(String encoded) {
        try {
            String[] pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).split(":", 2);
            if (pair.length == 2) {
                return new String[] {unescaped(pair[0]), unescaped(pair[1])};
            }
        } catch (IllegalArgumentException e) {
            return new String[] {"", ""};
        }
        return new String[] {"", ""};
    }

    private static String unescaped(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Compares in constant time. */
    private static boolean same(String given, String wanted) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }
}
