package io.caseline.cases;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Pauses that double from the first to the maximum. Each is up to a half shorter or longer by chance, so that instances do
 * not align.
 *
 * @param first first pause
 * @param max maximum pause; each pause is twice the previous one
 */
public record BackOffSettings(
        @DefaultValue("1s") @DurationMin(millis = 1) Duration first,
        @DefaultValue("30s") Duration max) {

    public ExponentialBackOff backOff() {
        ExponentialBackOff backOff = new ExponentialBackOff(first.toMillis(), 2);
        backOff.setMaxInterval(max.toMillis());
        backOff.setJitter(first.toMillis() / 2);
        return backOff;
    }
}
