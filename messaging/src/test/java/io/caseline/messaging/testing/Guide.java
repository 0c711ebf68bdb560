package io.caseline.messaging.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * The blocks of a guide, so that what is tested is what is documented: a test copies a block, as a reader does,
 * and puts its own addresses and files in place of the examples.
 */
public final class Guide {
    private static final Path FOLDER = Path.of("..", "docs", "guides");

    private final Path file;
    private final Map<String, String> replacements = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();

    /** The security guide. */
    public Guide() {
        this("security.md");
    }

    public Guide(String file) {
        this.file = FOLDER.resolve(file);
    }

    /** Puts the actual text in place of the example, in all blocks. */
    public Guide replace(String example, Object actual) {
        replacements.put(example, actual.toString());
        return this;
    }

    /** The properties of the first YAML block below the heading. */
    public Map<String, String> properties(String heading) {
        Map<String, String> properties = new LinkedHashMap<>();
        try {
            ByteArrayResource yaml =
                    new ByteArrayResource(block(heading, "yaml").getBytes(StandardCharsets.UTF_8));
            for (PropertySource<?> source : new YamlPropertySourceLoader().load(heading, yaml)) {
                for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                    properties.put(name, String.valueOf(source.getProperty(name)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** Adds a property to the arguments, or replaces one of the blocks. */
    public Guide set(String property, Object value) {
        settings.put(property, value.toString());
        return this;
    }

    /** The properties of these blocks and those that were set, as arguments of an application. */
    public String[] arguments(String... headings) {
        Map<String, String> all = new LinkedHashMap<>();
        Stream.of(headings).forEach(heading -> all.putAll(properties(heading)));
        all.putAll(settings);
        return all.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
    }

    /** The properties of these blocks, as environment variables. */
    public Map<String, String> environment(String... headings) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String heading : headings) {
            properties(heading)
                    .forEach((name, value) -> variables.put(
                            name.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_'), value));
        }
        return variables;
    }

    /** The commands of the first shell block below the heading, without comments; a backslash continues a line. */
    public Stream<String> commands(String heading) {
        return block(heading, "sh")
                .replaceAll("\\\\\n\\s*", " ")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    /** The first block in this language below the heading. */
    public String block(String heading, String language) {
        String block = find(heading, language);
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            block = block.replace(replacement.getKey(), replacement.getValue());
        }
        return block;
    }

    private String find(String heading, String language) {
        try {
            List<String> sections = List.of(Files.readString(file).split("(?m)^##+ "));
            for (String section : sections) {
                Matcher block =
                        Pattern.compile("(?ms)^```" + language + "\n(.*?)^```").matcher(section);
                if (section.startsWith(heading + "\n") && block.find()) {
                    return block.group(1);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException(file + " has no " + language + " block below " + heading);
    }
}
