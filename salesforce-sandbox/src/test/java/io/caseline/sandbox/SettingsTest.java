package io.caseline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsTest {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Configuration.class);

    @EnableConfigurationProperties(SandboxSettings.class)
    static class Configuration {}

    @Test
    void only_client_id_and_secret_are_required() {
        context.withPropertyValues("sandbox.client-id=a", "sandbox.client-secret=b")
                .run(started -> assertThat(started.getBean(SandboxSettings.class))
                        .isEqualTo(new SandboxSettings("a", "b", null, 100_000, Duration.ofHours(2), LOOPBACK)));
    }

    @Test
    void environment_variables_set_the_settings() {
        Map<String, Object> environment = Map.of(
                "SANDBOX_CLIENT_ID", "a",
                "SANDBOX_CLIENT_SECRET", "b",
                "SANDBOX_DAILY_API_LIMIT", "15000",
                "SANDBOX_SESSION_LIFETIME", "15m",
                "SANDBOX_HOSTS", "sandbox.test");
        context.withInitializer(starting -> starting.getEnvironment()
                        .getPropertySources()
                        .replace(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                new SystemEnvironmentPropertySource(
                                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment)))
                .run(started -> assertThat(started.getBean(SandboxSettings.class))
                        .isEqualTo(new SandboxSettings(
                                "a", "b", null, 15_000, Duration.ofMinutes(15), Set.of("sandbox.test"))));
    }

    @Test
    void without_a_client_id_the_application_does_not_start() {
        context.withPropertyValues("sandbox.client-id= ", "sandbox.client-secret=b")
                .run(started -> assertThat(started).hasFailed());
    }
}
