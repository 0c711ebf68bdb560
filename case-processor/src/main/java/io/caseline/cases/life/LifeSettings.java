package io.caseline.cases.life;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How changes of created cases are read from the org.
 *
 * @param enabled whether changes of created cases are read from the org, and become events
 * @param every how often changes are read; each time is one API call, and one more for each further 2,000 cases that were
 *     created or changed since, or within the overlap
 * @param overlap how far each reading goes back behind the one before: the org's transactions end later than the time that they
 *     give their cases
 */
@Validated
@ConfigurationProperties("caseline.life")
record LifeSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("30s") @DurationMin(seconds = 1) Duration every,
        @DefaultValue("1m") @DurationMin(seconds = 1) Duration overlap) {}
