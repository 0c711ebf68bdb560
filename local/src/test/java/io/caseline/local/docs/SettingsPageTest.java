package io.caseline.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/reference/settings.md} has every setting of every application. Its tables are generated: {@code
 * -Dcaseline.docs.write=true} writes them anew.
 */
class SettingsPageTest {

    private static final Path PAGE = Repository.ROOT.resolve("docs/reference/settings.md");
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\"\\$\\{((?:caseline|sandbox)[\\w.-]+)(?::([^}]*))?}\"");
    private static final Pattern NAME = Pattern.compile("\"name\": \"([^\"]+)\"");
    private static final Pattern NAMED = Pattern.compile("`(caseline\\.[a-z][\\w.-]*\\w)");

    static List<String> modules() {
        return Settings.MODULES;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void the_page_has_every_setting_with_its_default(String module) throws IOException {
        String begin = "<!-- " + module + ": generated -->\n";
        String end = "\n<!-- end -->";
        String page = Files.readString(PAGE);
        assertThat(page).contains(begin);
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(end, from);
        String table = Settings.of(module).table();

        if (Boolean.getBoolean("caseline.docs.write")) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
            return;
        }

        assertThat(page.substring(from, to))
                .as("written anew with -Dcaseline.docs.write=true")
                .isEqualTo(table);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void every_setting_says_what_it_is_for(String module) {
        assertThat(Settings.of(module).all()).isNotEmpty();
        assertThat(Settings.of(module).all().stream()
                        .filter(setting ->
                                setting.description().isBlank() || setting.row().contains("{@"))
                        .map(Setting::name))
                .isEmpty();
    }

    @Test
    void a_setting_that_is_read_by_a_placeholder_is_in_the_metadata_with_the_same_default() {
        Map<String, String> read = new TreeMap<>();
        Repository.sources()
                .forEach(source -> PLACEHOLDER
                        .matcher(Repository.read(source))
                        .results()
                        .filter(placeholder -> placeholder.group(2) != null)
                        .forEach(placeholder -> read.put(placeholder.group(1), placeholder.group(2))));
        Map<String, String> known = new TreeMap<>();
        all().filter(setting -> read.containsKey(setting.name()))
                .forEach(setting -> known.put(setting.name(), setting.defaultValue()));

        assertThat(read).isNotEmpty();
        assertThat(known).isEqualTo(read);
    }

    @Test
    void every_setting_that_was_added_to_the_metadata_by_hand_is_read_somewhere() {
        String sources = Repository.sources().stream().map(Repository::read).collect(Collectors.joining());
        List<String> unread = Repository.files().stream()
                .filter(file -> file.endsWith("additional-spring-configuration-metadata.json"))
                .flatMap(file -> NAME.matcher(Repository.read(file)).results())
                .map(name -> name.group(1))
                .filter(name -> !sources.contains("\"" + name + "\"") && !sources.contains("${" + name))
                .toList();

        assertThat(unread).isEmpty();
    }

    @Test
    void every_setting_that_a_document_names_exists() {
        List<Setting> settings = all().toList();
        List<String> unknown = new ArrayList<>();
        for (Path document : Repository.documents()) {
            NAMED.matcher(Repository.read(document))
                    .results()
                    .map(named -> named.group(1))
                    .filter(name -> settings.stream().noneMatch(setting -> setting.isMeantBy(name)))
                    .forEach(name -> unknown.add(Repository.ROOT.relativize(document) + ": " + name));
        }

        assertThat(unknown).isEmpty();
    }

    private static Stream<Setting> all() {
        return modules().stream().flatMap(module -> Settings.of(module).all().stream());
    }
}
