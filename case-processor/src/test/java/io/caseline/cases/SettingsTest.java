package io.caseline.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.salesforce.SalesforceSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Names and defaults that deployments rely on. */
class SettingsTest {

    @Test
    void the_org_needs_an_address_and_a_client_and_has_defaults_for_the_rest() {
        SalesforceSettings settings = new Binder(new MapConfigurationPropertySource(Map.of(
                        "caseline.salesforce.url", "https://acme.my.salesforce.com",
                        "caseline.salesforce.client-id", "id",
                        "caseline.salesforce.client-secret-file", "/run/secrets/salesforce")))
                .bind("caseline.salesforce", SalesforceSettings.class)
                .get();

        assertThat(settings)
                .isEqualTo(new SalesforceSettings(
                        URI.create("https://acme.my.salesforce.com"),
                        "v62.0",
                        "id",
                        null,
                        Path.of("/run/secrets/salesforce"),
                        "Caseline_Correlation_Id__c",
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        null,
                        200));
    }
}
