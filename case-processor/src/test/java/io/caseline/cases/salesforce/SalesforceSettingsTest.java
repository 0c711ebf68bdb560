package io.caseline.cases.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.BackOffSettings;
import io.caseline.cases.salesforce.SalesforceSettings.DailyCalls;
import io.caseline.cases.salesforce.SalesforceSettings.Jwt;
import io.caseline.cases.salesforce.SalesforceSettings.SignIn;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Names and defaults that deployments rely on, and what they are told when one is missing. */
class SalesforceSettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ConfigurationPropertiesAutoConfiguration.class))
            .withUserConfiguration(Bound.class)
            .withPropertyValues(
                    "caseline.salesforce.url=https://acme.my.salesforce.com", "caseline.salesforce.client-id=id");

    @Configuration
    @EnableConfigurationProperties(SalesforceSettings.class)
    static class Bound {}

    @Test
    void the_org_needs_an_address_and_a_client_and_has_defaults_for_the_rest() {
        assertThat(Settings.of(Map.of(
                        "url", "https://acme.my.salesforce.com",
                        "client-id", "id",
                        "client-secret-file", "/run/secrets/salesforce")))
                .isEqualTo(new SalesforceSettings(
                        URI.create("https://acme.my.salesforce.com"),
                        "v62.0",
                        SignIn.CLIENT_CREDENTIALS,
                        "id",
                        null,
                        Path.of("/run/secrets/salesforce"),
                        new Jwt(null, null, "https://login.salesforce.com"),
                        "Caseline_Correlation_Id__c",
                        null,
                        200,
                        8,
                        Duration.ofMinutes(1),
                        DataSize.ofKilobytes(2),
                        new DailyCalls(10, 20, Duration.ofHours(6), Duration.ofMinutes(5), Duration.ofMinutes(5)),
                        new BackOffSettings(Duration.ofSeconds(1), Duration.ofSeconds(30))));
    }

    @Test
    void a_client_without_a_secret_is_told_which_setting_it_lacks() {
        assertRefused("caseline.salesforce.client-secret-file must be set");
        assertRefused(
                "caseline.salesforce.jwt.key-file and caseline.salesforce.jwt.subject must be set",
                "caseline.salesforce.sign-in=jwt-bearer",
                "caseline.salesforce.jwt.key-file=/run/secrets/key.pem");
    }

    @Test
    void no_log_shows_the_secret() {
        assertThat(Settings.of(Map.of("client-secret", "s3cret")).toString()).doesNotContain("s3cret");
    }

    private void assertRefused(String message, String... properties) {
        application
                .withPropertyValues(properties)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
    }
}
