package io.caseline.tellers.association;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the associations.
 *
 * @param minimumAccountAge how old an account must be to be put on the Employee fee plan
 */
@ConfigurationProperties("caseline.tellers")
record AssociationSettings(@DefaultValue("24h") Duration minimumAccountAge) {
    AssociationSettings {
        if (minimumAccountAge.isNegative()) {
            throw new IllegalArgumentException("caseline.tellers.minimum-account-age is negative");
        }
    }
}
