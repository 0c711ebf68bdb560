package io.caseline.cases.life;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How changes of created cases are read from the org.
 *
 * @param enabled whether they are read, and become events
 * @param every how often; each time is one API call, and one more for each further 2,000 cases
 * @param overlap how far each time goes back behind the time before, as the org's transactions end later than the time that
 *     they give their cases
 */
@Validated
@ConfigurationProperties("caseline.life")
record LifeSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("30s") @DurationMin(seconds = 1) Duration every,
        @DefaultValue("5m") @DurationMin(seconds = 1) Duration overlap) {}
