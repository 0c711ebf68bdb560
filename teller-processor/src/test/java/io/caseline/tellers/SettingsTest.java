package io.caseline.tellers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** The names and defaults that operators rely on. */
class SettingsTest {

    @Test
    void the_settings_have_their_names_and_defaults() throws IOException {
        PropertySource<?> settings = new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yml"))
                .getFirst();
        Map<String, String> own = new TreeMap<>();
        for (String name : ((EnumerablePropertySource<?>) settings).getPropertyNames()) {
            if (name.startsWith("caseline.") || name.startsWith("server.")) {
                own.put(name, String.valueOf(settings.getProperty(name)));
            }
        }
        assertThat(own)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("server.port", "8402"),
                        Map.entry("server.address", "127.0.0.1"),
                        Map.entry("server.tomcat.max-connections", "1000"),
                        Map.entry("caseline.registry.url", "http://127.0.0.1:8404"),
                        Map.entry("caseline.outbox.topic", "tellers.events"),
                        Map.entry("caseline.outbox.state-topic", "tellers.state"),
                        Map.entry("caseline.tellers.association.minimum-account-age", "24h"),
                        Map.entry("caseline.tellers.commands-concurrency", "4"),
                        Map.entry("caseline.tellers.outcomes.purge-every", "1h"),
                        Map.entry("caseline.tellers.fee-plans.kept-by", "database"),
                        Map.entry("caseline.tellers.fee-plans.connect-timeout", "2s"),
                        Map.entry("caseline.tellers.fee-plans.read-timeout", "5s"),
                        Map.entry("caseline.tellers.fee-plans.reconcile-every", "10s"),
                        Map.entry("caseline.tellers.directory-concurrency", "1")));
        assertThat(settings.getProperty("spring.kafka.consumer.max-poll-records"))
                .isEqualTo(500);
    }
}
