package io.caseline.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** An imported file wins over the file that imports it, so what both set is not what the application's own file says. */
class ImportedSettingsTest {
    private static final String IMPORT = "spring.config.import";

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "case-processor", "teller-processor", "salesforce-sandbox"})
    void an_application_sets_nothing_that_a_file_it_imports_sets(String module) {
        Map<String, String> own = settings(module, "application.yml");
        assertThat(own).containsKey(IMPORT);
        Set<String> both = new TreeSet<>();
        for (String imported : Objects.requireNonNull(own.get(IMPORT)).split(",", -1)) {
            both.addAll(imported(imported.replace("classpath:", "")));
        }
        both.retainAll(own.keySet());

        assertThat(both).isEmpty();
    }

    private static Set<String> imported(String file) {
        String module = Stream.of("messaging", "web")
                .filter(each -> Files.exists(path(each, file)))
                .findFirst()
                .orElseThrow();
        return settings(module, file).keySet();
    }

    private static Map<String, String> settings(String module, String file) {
        Map<String, String> settings = new TreeMap<>();
        new Yaml().loadAll(Repository.read(path(module, file))).forEach(document -> add("", document, settings));
        return settings;
    }

    private static Path path(String module, String file) {
        return Repository.ROOT.resolve(module).resolve("src/main/resources").resolve(file);
    }

    private static void add(String name, Object value, Map<String, String> settings) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, below) -> add(name.isEmpty() ? key.toString() : name + '.' + key, below, settings));
            return;
        }
        settings.put(name, String.valueOf(value));
    }
}
