package io.caseline.gateway.tellers;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.http.RateLimits.Rate;
import io.caseline.gateway.tellers.AssociationSettings.MerchantRate;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssociationSettingsTest {

    @Test
    void a_rate_belongs_to_the_merchant_that_it_or_its_key_names() {
        AssociationSettings settings = new AssociationSettings(
                Duration.ofSeconds(10),
                new Rate(1000, 2000),
                Map.of("fscc0342", new MerchantRate(null, 1, 2), "a", new MerchantRate("Corner_77", 3, 4)));

        assertThat(settings.rateOf("fscc0342")).isEqualTo(new Rate(1, 2));
        assertThat(settings.rateOf("Corner_77")).isEqualTo(new Rate(3, 4));
        assertThat(settings.rateOf("a")).isEqualTo(new Rate(1000, 2000));
        assertThat(settings.merchants()).containsExactly("Corner_77", "fscc0342");
    }
}
