package io.caseline.tellers.association;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param minimumAccountAge how old an account must be to be put on the Employee fee plan */
@Validated
@ConfigurationProperties("caseline.tellers.association")
record AssociationSettings(@DefaultValue("24h") @DurationMin Duration minimumAccountAge) {}
