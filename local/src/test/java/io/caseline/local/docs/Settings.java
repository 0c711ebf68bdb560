package io.caseline.local.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The settings of one module, from its configuration metadata and its own configuration file. */
record Settings(List<Setting> all) {

    static final List<String> MODULES =
            List.of("messaging", "web", "gateway", "case-processor", "teller-processor", "salesforce-sandbox");

    static Settings of(String module) {
        Path classes = Repository.ROOT.resolve(module).resolve("target/classes");
        JsonNode metadata = new JsonMapper()
                .readTree(Repository.read(classes.resolve("META-INF/spring-configuration-metadata.json")));
        Map<String, String> configured = configured(classes);
        return new Settings(metadata.get("properties")
                .valueStream()
                .map(property -> setting(property, configured))
                .filter(setting -> setting.name().matches("(caseline|sandbox)\\..*"))
                .sorted(Comparator.comparing(Setting::name))
                .toList());
    }

    String table() {
        return all.stream()
                .map(Setting::row)
                .collect(Collectors.joining("\n", "\n| setting | default | |\n|---|---|---|\n", "\n"));
    }

    private static Setting setting(JsonNode property, Map<String, String> configured) {
        String name = property.get("name").stringValue();
        String inCode = property.has("defaultValue") ? text(property.get("defaultValue")) : "";
        return new Setting(
                name,
                property.has("type") ? property.get("type").stringValue() : "",
                configured.getOrDefault(name, inCode),
                property.has("description") ? property.get("description").stringValue() : "");
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(Settings::text).collect(Collectors.joining(", "))
                : value.asString();
    }

    private static Map<String, String> configured(Path classes) {
        Map<String, String> flat = new TreeMap<>();
        Path yaml = classes.resolve("application.yml");
        if (Files.exists(yaml)) {
            flatten("", new Yaml().load(Repository.read(yaml)), flat);
        }
        return flat;
    }

    private static void flatten(String prefix, Object value, Map<String, String> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(prefix.isEmpty() ? key.toString() : prefix + "." + key, inner, into));
        } else {
            into.put(prefix, String.valueOf(value));
        }
    }
}
