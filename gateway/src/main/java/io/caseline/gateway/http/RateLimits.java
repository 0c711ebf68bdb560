package io.caseline.gateway.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** A token bucket for each tenant: a program or merchant. Tenants are known ones, so the number of buckets is bounded. */
public final class RateLimits {
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final String policy;
    private final Function<String, Rate> rates;

    /**
     * @param policy what the limit is called in the {@code RateLimit} headers
     * @param rates the rate of a tenant
     */
    public RateLimits(String policy, Function<String, Rate> rates) {
        this.policy = policy;
        this.rates = rates;
    }

    /**
     * How many requests a tenant may send to one gateway.
     *
     * @param perSecond sustained rate
     * @param burst most at once, after a quiet time
     */
    public record Rate(
            @Min(1) @DefaultValue("1000") int perSecond,
            @Min(1) @DefaultValue("2000") int burst) {}

    /**
     * What is left after a request.
     *
     * @param remaining no more than the policy's quota, although a burst may take more
     * @param retryAfter until the next request is allowed; zero if this one is
     */
    public record Usage(String policy, Rate rate, long remaining, Duration retryAfter) {

        public boolean isExceeded() {
            return !retryAfter.isZero();
        }

        /** The response with the {@code RateLimit} headers, and {@code Retry-After} if the rate is exceeded. */
        Response addHeaders(Response response) {
            long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
            Response limited = response.with("RateLimit-Policy", '"' + policy + "\";q=" + rate.perSecond() + ";w=1")
                    .with("RateLimit", '"' + policy + "\";r=" + remaining + ";t=" + seconds);
            return isExceeded() ? limited.with("Retry-After", Long.toString(seconds)) : limited;
        }
    }

    /** Counts a request against the first of these that has a token left. */
    public Usage take(List<String> tenants) {
        Usage usage = take(tenants.getFirst());
        for (String tenant : tenants.subList(1, tenants.size())) {
            if (!usage.isExceeded()) {
                return usage;
            }
            usage = take(tenant);
        }
        return usage;
    }

    /** The usage of one that has a token left, without taking it; otherwise of the last. */
    public Usage peek(List<String> tenants) {
        Usage usage = peek(tenants.getFirst());
        for (String tenant : tenants.subList(1, tenants.size())) {
            if (!usage.isExceeded()) {
                return usage;
            }
            usage = peek(tenant);
        }
        return usage;
    }

    private Usage peek(String tenant) {
        Rate rate = rates.apply(tenant);
        EstimationProbe probe = bucketOf(tenant, rate).estimateAbilityToConsume(1);
        return usage(rate, probe.canBeConsumed(), probe.getRemainingTokens(), probe.getNanosToWaitForRefill());
    }

    private Usage take(String tenant) {
        Rate rate = rates.apply(tenant);
        ConsumptionProbe probe = bucketOf(tenant, rate).tryConsumeAndReturnRemaining(1);
        return usage(rate, probe.isConsumed(), probe.getRemainingTokens(), probe.getNanosToWaitForRefill());
    }

    private Usage usage(Rate rate, boolean allowed, long remaining, long nanosToWait) {
        Duration retryAfter = allowed ? Duration.ZERO : Duration.ofNanos(Math.max(1, nanosToWait));
        return new Usage(policy, rate, Math.min(remaining, rate.perSecond()), retryAfter);
    }

    private Bucket bucketOf(String tenant, Rate rate) {
        return buckets.computeIfAbsent(tenant, name -> bucket(rate));
    }

    private static Bucket bucket(Rate rate) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.burst()).refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
                .build();
    }
}
