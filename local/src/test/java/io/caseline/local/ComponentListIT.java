package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Scanners find every library of a package in its list of components. */
class ComponentListIT {
    private static final String LIST = "META-INF/sbom/application.cdx.json";
    private static final String LIBRARIES = "BOOT-INF/lib/";
    private static final Path ROOT = Path.of("..");

    /** Maven makes no lists while it is offline. */
    @BeforeAll
    static void online() {
        assumeFalse("offline true".equals(System.getProperty("caseline.build")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "case-processor", "teller-processor", "salesforce-sandbox"})
    void each_library_of_an_application_is_listed(String module) throws IOException {
        try (JarFile jar = new JarFile(jar(module))) {
            Set<String> libraries = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
                    .map(name -> name.substring(LIBRARIES.length()))
                    .filter(name -> !name.startsWith("spring-boot-jarmode-tools-")) // the packager's own
                    .collect(Collectors.toSet());
            assertThat(listed(jar)).containsAll(libraries).hasSizeGreaterThan(20);
        }
    }

    @Test
    void each_library_of_the_command_line_is_listed() throws IOException {
        try (JarFile jar = new JarFile(jar("local"));
                Stream<Path> files = Files.list(ROOT.resolve("local/target/lib"))) {
            assertThat(listed(jar))
                    .containsAll(
                            files.map(file -> file.getFileName().toString()).toList());
        }
    }

    private static String jar(String module) {
        return ROOT.resolve(module).resolve("target").resolve(module + ".jar").toString();
    }

    /** The file names of the components. */
    private static Set<String> listed(JarFile jar) throws IOException {
        try (InputStream json = jar.getInputStream(jar.getEntry(LIST))) {
            return JsonMapper.shared()
                    .readTree(json)
                    .path("components")
                    .valueStream()
                    .map(ComponentListIT::fileName)
                    .collect(Collectors.toSet());
        }
    }

    private static String fileName(JsonNode component) {
        String url = component.path("purl").asString(); // pkg:maven/group/name@version?classifier=…&type=jar
        String classifier = url.contains("classifier=") ? "-" + url.replaceAll(".*classifier=([^&]*).*", "$1") : "";
        return component.path("name").asString() + "-"
                + component.path("version").asString() + classifier + ".jar";
    }
}
