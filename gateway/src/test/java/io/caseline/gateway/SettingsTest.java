package io.caseline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The names and defaults that operators rely on. */
class SettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(Settings.class)
            .withPropertyValues("caseline.requests.namespace=0f9d7f5e-3c1b-4e0a-8a44-5b6e2d9c7a10");

    @Configuration
    @ConfigurationPropertiesScan
    static class Settings {}

    @Test
    void the_settings_have_their_names_and_defaults() throws Exception {
        JsonNode metadata = JsonMapper.shared()
                .readTree(Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json")));
        Map<String, String> settings = new TreeMap<>();
        metadata.path("properties")
                .forEach(setting -> settings.put(
                        setting.path("name").asString(),
                        setting.path("defaultValue").asString("")));
        assertThat(settings)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("caseline.bench.bare", "false"),
                        Map.entry("caseline.cases.default-wait", "5s"),
                        Map.entry("caseline.commands.max-concurrent-sends", "24"),
                        Map.entry("caseline.docs.open", "false"),
                        Map.entry("caseline.programs", ""),
                        Map.entry("caseline.replies.max-waiters", "900"),
                        Map.entry("caseline.replies.max-waiters-per-tenant", "500"),
                        Map.entry("caseline.replies.partition-check-interval", "2s"),
                        Map.entry("caseline.requests.body-limit", "64KB"),
                        Map.entry("caseline.requests.body-timeout", "10s"),
                        Map.entry("caseline.requests.max-in-flight", "2000"),
                        Map.entry("caseline.requests.max-status-queries", "500"),
                        Map.entry("caseline.requests.max-wait", "30s"),
                        Map.entry("caseline.requests.namespace", ""),
                        Map.entry("caseline.requests.nesting", "20"),
                        Map.entry("caseline.requests.retry-after", "2s"),
                        Map.entry("caseline.status.first-pause", "250ms"),
                        Map.entry("caseline.status.look-up-unknown-for", "5s"),
                        Map.entry("caseline.tellers.default-wait", "10s"),
                        Map.entry("caseline.tellers.rate.burst", "2000"),
                        Map.entry("caseline.tellers.rate.per-second", "1000"),
                        Map.entry("caseline.tellers.rates", "")));
    }

    @Test
    void the_processors_have_their_addresses_and_timeouts() throws Exception {
        PropertySource<?> settings = new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yml"))
                .getFirst();
        Map<String, String> ports = Map.of("cases", "8401", "tellers", "8402");
        ports.forEach((processor, port) -> {
            String client = "spring.http.serviceclient." + processor;
            assertThat(settings.getProperty(client + ".base-url")).isEqualTo("http://127.0.0.1:" + port);
            assertThat(settings.getProperty(client + ".connect-timeout")).isEqualTo("3s");
            assertThat(settings.getProperty(client + ".read-timeout")).isEqualTo("3s");
        });
    }

    @Test
    void the_defaults_and_a_namespace_suffice() {
        application.run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caseline.cases.default-wait=-1s",
                "caseline.commands.max-concurrent-sends=0",
                "caseline.programs.gobank.question-limit=0",
                "caseline.programs.gobank.rate.burst=0",
                "caseline.programs.gobank.code=",
                "caseline.programs.gobank.required=nothing",
                "caseline.replies.max-waiters=0",
                "caseline.replies.max-waiters-per-tenant=0",
                "caseline.replies.partition-check-interval=0s",
                "caseline.requests.body-timeout=0s",
                "caseline.requests.max-in-flight=0",
                "caseline.requests.max-status-queries=0",
                "caseline.requests.max-wait=-1s",
                "caseline.requests.namespace=",
                "caseline.requests.nesting=3",
                "caseline.requests.retry-after=-1s",
                "caseline.status.first-pause=0s",
                "caseline.status.look-up-unknown-for=-1s",
                "caseline.tellers.default-wait=-1s",
                "caseline.tellers.rate.per-second=0",
                "caseline.tellers.rates.fscc0342.burst=0"
            })
    void an_invalid_value_stops_the_start_and_is_named(String setting) {
        application
                .withPropertyValues(setting)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(field(setting)));
    }

    private static String field(String setting) {
        String name = setting.substring(setting.lastIndexOf('.') + 1, setting.indexOf('='));
        return Pattern.compile("-(.)")
                .matcher(name)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
