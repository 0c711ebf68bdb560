package io.caseline.local.kubernetes;

import static io.caseline.local.kubernetes.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every setting of the config maps and secrets is one that the built application reads. */
class KubernetesSettingsIT {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    @SuppressWarnings("unused") // of the parameterized test
    static final List<String> APPLICATIONS = Manifests.APPLICATIONS;

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void the_application_knows_each_setting(String application) throws IOException {
        Known known = known(application);

        assertThat(Manifests.OVERLAYS.stream()
                        .map(Manifests::of)
                        .flatMap(manifests -> Stream.concat(
                                manifests.environment(application).keySet().stream(), secret(manifests, application)))
                        .distinct()
                        .filter(setting -> !known.has(setting)))
                .isEmpty();
        assertThat(known.has("CASELINE_REGISTRY_URI")).isFalse();
    }

    /** What it reads from files, by the names of its properties. */
    private static Stream<String> secret(Manifests manifests, String application) {
        return manifests
                .one("Deployment", application)
                .at("/spec/template/spec/volumes/0/projected/sources/0/secret/items")
                .valueStream()
                .map(item -> text(item, "/path"))
                .filter(path -> path.startsWith("config/"))
                .map(path -> path.substring("config/".length()));
    }

    /** The settings that an application knows, however they are written. */
    private record Known(List<String> names, List<String> maps) {

        boolean has(String setting) {
            String plain = plain(setting);
            return names.contains(plain) || maps.stream().anyMatch(plain::startsWith);
        }
    }

    private static Known known(String application) throws IOException {
        Known known = new Known(new ArrayList<>(), new ArrayList<>());
        try (ZipFile jar = new ZipFile(
                Path.of("..", application, "target", application + ".jar").toFile())) {
            for (ZipEntry entry : jar.stream().toList()) {
                if (entry.getName().equals(METADATA)) {
                    add(jar.getInputStream(entry).readAllBytes(), known);
                } else if (entry.getName().startsWith("BOOT-INF/lib/")) {
                    addLibrary(jar.getInputStream(entry).readAllBytes(), known);
                }
            }
        }
        return known;
    }

    private static void addLibrary(byte[] library, Known known) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(library))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().equals(METADATA)) {
                    add(entries.readAllBytes(), known);
                    return;
                }
            }
        }
    }

    private static void add(byte[] metadata, Known known) {
        for (JsonNode property : JsonMapper.shared()
                .readTree(new String(metadata, StandardCharsets.UTF_8))
                .at("/properties")) {
            String name = plain(text(property, "/name"));
            (text(property, "/type").startsWith("java.util.Map") ? known.maps() : known.names()).add(name);
        }
    }

    private static String plain(String setting) {
        return setting.toLowerCase(Locale.ROOT).replaceAll("[._-]", "");
    }
}
