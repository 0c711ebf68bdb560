package io.caseline.analysts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private static final String HEADER = "| client | version |\n|---|---|\n";

    @Test
    void the_versions_of_the_guide_are_those_that_run() throws IOException {
        String files = "";
        for (String file : List.of(
                "../pom.xml",
                "connect/pom.xml",
                "connect-plugins/pom.xml",
                "flink/pom.xml",
                "src/test/js/package.json")) {
            files += Files.readString(Path.of(file));
        }
        String guide = Files.readString(Path.of("..", "docs", "guides", "analysts.md"));
        String table = guide.substring(guide.indexOf(HEADER) + HEADER.length());
        List<String> versions = table.substring(0, table.indexOf("\n\n"))
                .lines()
                .flatMap(row -> Stream.of(row.split("\\|", -1)[2].strip().split(", ", -1)))
                .toList();

        assertThat(versions).hasSizeGreaterThan(5);
        assertThat(files.replace('"', '<').replace('>', '<'))
                .contains(versions.stream().map(version -> "<" + version + "<").toList());
    }
}
