package io.caseline.gateway.status;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How processors are queried. Addresses and time-outs are {@code spring.http.serviceclient.cases} and {@code spring.http.serviceclient.tellers}.
 *
 * @param lookUpUnknownFor how long an unknown id is looked up again: it may be on its way to the processor's records
 * @param firstPause pause between the first two queries for a caller who waits; each further one is twice as long, up to
 *     2 s
 */
@Validated
@ConfigurationProperties("caseline.status")
record StatusSettings(
        @NotNull @DurationMin @DefaultValue("5s") Duration lookUpUnknownFor,

        @NotNull @DurationMin(millis = 1) @DefaultValue("250ms")
        Duration firstPause) {}
