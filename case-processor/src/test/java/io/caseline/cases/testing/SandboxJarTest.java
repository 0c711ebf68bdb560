package io.caseline.cases.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxJarTest {
    private static final Instant BUILT = Instant.parse("2026-11-26T08:00:00Z");

    @TempDir
    private Path root = Path.of("");

    @BeforeEach
    void build() throws IOException {
        for (String module : new String[] {"salesforce-sandbox", "web"}) {
            touch(module + "/pom.xml", BUILT);
            touch(module + "/src/main/java/A.java", BUILT);
        }
        touch("salesforce-sandbox/target/salesforce-sandbox.jar", Instant.parse("2026-01-01T00:00:00Z"));
        touch("salesforce-sandbox/target/salesforce-sandbox.jar.original", BUILT);
        try (Stream<Path> all = Files.walk(root)) {
            for (Path folder : all.filter(Files::isDirectory).toList()) {
                Files.setLastModifiedTime(folder, FileTime.from(BUILT));
            }
        }
    }

    @Test
    void a_jar_as_new_as_its_sources_is_used() {
        assertThat(new SandboxJar(root).upToDate()).exists().hasFileName("salesforce-sandbox.jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "salesforce-sandbox/pom.xml",
                "salesforce-sandbox/src/main/java",
                "salesforce-sandbox/src/main/java/A.java",
                "web/src/main/java/A.java"
            })
    void a_jar_that_is_older_than_a_source_is_refused(String source) throws IOException {
        Files.setLastModifiedTime(root.resolve(source), FileTime.from(BUILT.plusMillis(1)));

        assertThatThrownBy(() -> new SandboxJar(root).upToDate())
                .hasMessage("The jar of the sandbox is older than " + source
                        + "; build it first: mvn -pl salesforce-sandbox -am package -DskipTests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"salesforce-sandbox.jar", "salesforce-sandbox.jar.original"})
    void a_missing_jar_is_named(String file) throws IOException {
        Files.delete(root.resolve("salesforce-sandbox/target").resolve(file));

        assertThatThrownBy(() -> new SandboxJar(root).upToDate())
                .hasMessage("There is no jar of the sandbox;"
                        + " build it first: mvn -pl salesforce-sandbox -am package -DskipTests");
    }

    private void touch(String file, Instant time) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
        Files.setLastModifiedTime(path, FileTime.from(time));
    }
}
