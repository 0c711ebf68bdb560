package io.caseline.cases.console;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Locale;
import org.springframework.security.core.AuthenticationException;

/**
 * Limits wrong passwords for each name and for each address. An attempt is taken before the password is checked, and given
 * back when it was right: parallel attempts are no way around it.
 */
final class SignInLimit {
    private static final int PER_NAME = 10;
    private static final int PER_ADDRESS = 20;
    private static final Duration PERIOD = Duration.ofMinutes(5);
    private static final int MOST_KEYS = 100_000;

    private final LoadingCache<String, Bucket> names = buckets(PER_NAME);
    private final LoadingCache<String, Bucket> addresses = buckets(PER_ADDRESS);

    /** The password was not even checked. */
    static final class TooManyAttemptsException extends AuthenticationException {
        TooManyAttemptsException() {
            super("Too many wrong passwords");
        }
    }

    private static LoadingCache<String, Bucket> buckets(int attempts) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .expireAfterAccess(PERIOD) // full again by then
                .build(key -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(attempts).refillGreedy(attempts, PERIOD))
                        .build());
    }

    /** @throws TooManyAttemptsException if the name or the address has used up its attempts */
    void take(String name, String address) {
        if (!addresses.get(address).tryConsume(1)) {
            throw new TooManyAttemptsException();
        }
        if (!names.get(key(name)).tryConsume(1)) {
            throw new TooManyAttemptsException();
        }
    }

    void giveBack(String name, String address) {
        addresses.get(address).addTokens(1);
        names.get(key(name)).addTokens(1);
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.length() > 100 ? lower.substring(0, 100) : lower;
    }
}
