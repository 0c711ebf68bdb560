package io.caseline.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** An imported file wins over the file that imports it, so what both set is not what the application's own file says. */
class ImportedSettingsTest {
    private static final List<String> IMPORTED =
            List.of("messaging/src/main/resources/caseline-messaging.yml", "web/src/main/resources/caseline-web.yml");

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "case-processor", "teller-processor"})
    void an_application_sets_nothing_that_a_file_it_imports_sets(String module) {
        Set<String> both = keys(module + "/src/main/resources/application.yml");
        assertThat(both).contains("spring.application.name");
        both.retainAll(
                IMPORTED.stream().map(ImportedSettingsTest::keys).collect(TreeSet::new, Set::addAll, Set::addAll));

        assertThat(both).isEmpty();
    }

    private static Set<String> keys(String file) {
        Set<String> keys = new TreeSet<>();
        new Yaml()
                .loadAll(Repository.read(Repository.ROOT.resolve(file)))
                .forEach(document -> keys(Map.of("", document)).forEach(keys::add));
        return keys;
    }

    private static Stream<String> keys(Map<?, ?> settings) {
        return settings.entrySet().stream().flatMap(setting -> {
            String name = String.valueOf(setting.getKey());
            return setting.getValue() instanceof Map<?, ?> below
                    ? keys(below).map(key -> name.isEmpty() ? key : name + '.' + key)
                    : Stream.of(name);
        });
    }
}
