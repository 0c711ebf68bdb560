package io.caseline.sandbox.oauth;

import io.caseline.sandbox.OrgIdentity;
import io.caseline.sandbox.SandboxSettings;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The open sessions. They are kept in memory, so all tokens are invalid after a restart.
 */
@Component
public class Sessions {

    private final Map<String, Instant> lastUse = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final SandboxSettings settings;
    private final InstantSource clock;

    Sessions(SandboxSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    String open() {
        byte[] secret = new byte[72];
        random.nextBytes(secret);
        String token = OrgIdentity.ORG_ID.substring(0, 15) + "!"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Instant now = clock.instant();
        lastUse.values().removeIf(use -> isExpired(use, now));
        lastUse.put(token, now);
        return token;
    }

    /** Returns whether the token has a session, and extends it. */
    public boolean use(String token) {
        Instant now = clock.instant();
        return lastUse.computeIfPresent(token, (same, use) -> isExpired(use, now) ? null : now) != null;
    }

    boolean end(String token) {
        return lastUse.remove(token) != null;
    }

    public void endAll() {
        lastUse.clear();
    }

    private boolean isExpired(Instant use, Instant now) {
        return use.plus(settings.sessionLifetime()).isBefore(now);
    }
}
