package io.caseline.gateway.intake;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests a program or merchant may send to one gateway.
 *
 * @param perSecond sustained rate
 * @param burst most at once, after a quiet time
 */
public record Rate(
        @Min(1) @DefaultValue("1000") int perSecond,
        @Min(1) @DefaultValue("2000") int burst) {}
