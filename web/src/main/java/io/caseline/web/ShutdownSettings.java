package io.caseline.web;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param drain how long a stopping instance still accepts requests, so that load balancers and callers move to another one; not
 *     longer than {@code spring.lifecycle.timeout-per-shutdown-phase}
 */
@Validated
@ConfigurationProperties("caseline.shutdown")
record ShutdownSettings(
        @NotNull @DurationMin @DurationMax(seconds = 30) @DefaultValue("0s")
        Duration drain) {}
