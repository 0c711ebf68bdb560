package io.caseline.gateway.replies;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How replies are read, and how many callers may wait for one.
 *
 * @param partitionCheckInterval how often to look for partitions that were added to the reply topics
 * @param maxWaiters most requests of this gateway that wait at once, shared out by tenant and token; over its share a caller
 *     gets 202 as soon as the request is durable
 * @param maxWaitersPerTenant most requests of one tenant, a program or merchant, that wait at once, whatever is free
 */
@Validated
@ConfigurationProperties("caseline.replies")
record ReplySettings(
        @NotNull @DurationMin(millis = 1) @DefaultValue("2s")
        Duration partitionCheckInterval,

        @Min(1) @DefaultValue("900") int maxWaiters,
        @Min(1) @DefaultValue("500") int maxWaitersPerTenant) {}
