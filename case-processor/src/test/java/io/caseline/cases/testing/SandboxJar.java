package io.caseline.cases.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sandbox's jar. Only Maven's phase {@code package} builds it, so tests alone can find one that does not do what they expect,
 * and would wait for it in vain.
 *
 * @param root of the project
 */
record SandboxJar(Path root) {
    private static final String JAR = "salesforce-sandbox/target/salesforce-sandbox.jar";
    private static final String BUILD = "build it first: mvn -pl salesforce-sandbox -am package -DskipTests";

    /** The time of the jar itself is fixed, as the same sources make the same jar. */
    private static final String BUILT = JAR + ".original";

    private static final List<String> SOURCES =
            List.of("salesforce-sandbox/pom.xml", "salesforce-sandbox/src/main", "web/pom.xml", "web/src/main");

    /** @throws IllegalStateException if it is missing, or older than its sources */
    Path upToDate() {
        Path jar = root.resolve(JAR);
        Path built = root.resolve(BUILT);
        if (!Files.exists(jar) || !Files.exists(built)) {
            throw new IllegalStateException("There is no jar of the sandbox; " + BUILD);
        }
        FileTime time = modified(built);
        SOURCES.stream()
                .flatMap(source -> changedSince(time, root.resolve(source)).stream())
                .findFirst()
                .ifPresent(source -> {
                    throw new IllegalStateException(
                            "The jar of the sandbox is older than %s; %s".formatted(root.relativize(source), BUILD));
                });
        return jar;
    }

    /** Folders count as well: theirs is the time at which a file was deleted. */
    private static Optional<Path> changedSince(FileTime time, Path source) {
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(file -> modified(file).compareTo(time) > 0).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
