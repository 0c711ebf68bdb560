package io.caseline.gateway.intake;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A token bucket for each program or merchant. Callers are known ones, so there are only so many buckets. */
public final class RateLimits {
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final String policy;
    private final Function<String, Rate> rates;

    /**
     * @param policy what the limit is called in the {@code RateLimit} headers
     * @param rates the rate of a caller
     */
    public RateLimits(String policy, Function<String, Rate> rates) {
        this.policy = policy;
        this.rates = rates;
    }

    /**
     * What is left to a caller after this request.
     *
     * @param retryAfter until the next request is allowed; zero if this one is
     */
    public record Verdict(String policy, Rate rate, long remaining, Duration retryAfter) {

        public boolean refused() {
            return !retryAfter.isZero();
        }

        /** The answer with the {@code RateLimit} headers, and {@code Retry-After} on a refusal. */
        public Answer on(Answer answer) {
            long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
            Answer limited = answer.with("RateLimit-Policy", '"' + policy + "\";q=" + rate.perSecond() + ";w=1")
                    .with("RateLimit", '"' + policy + "\";r=" + remaining + ";t=" + seconds);
            return refused() ? limited.with("Retry-After", Long.toString(seconds)) : limited;
        }
    }

    /** Takes one token of the caller's. */
    public Verdict take(String caller) {
        Rate rate = rates.apply(caller);
        ConsumptionProbe probe =
                buckets.computeIfAbsent(caller, name -> bucket(rate)).tryConsumeAndReturnRemaining(1);
        Duration retryAfter = probe.isConsumed()
                ? Duration.ZERO
                : Duration.of(Math.max(1, probe.getNanosToWaitForRefill()), TimeUnit.NANOSECONDS.toChronoUnit());
        return new Verdict(policy, rate, probe.getRemainingTokens(), retryAfter);
    }

    private static Bucket bucket(Rate rate) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.burst()).refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
                .build();
    }
}
