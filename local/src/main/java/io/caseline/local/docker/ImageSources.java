package io.caseline.local.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the images of the modules are built from. The creation time of an image says nothing, as the same sources make the same
 * image; but each build that puts an image into the engine leaves a file beside its module's classes.
 *
 * @param root of the project
 */
public record ImageSources(Path root) {

    /** In pom.xml: the file with the image's id, one for each {@code image.goal}. */
    private static final Path BUILT = Path.of("target", "image-dockerBuild.id");

    /** When a build of these sources put a module's image into the engine; empty if the folder does not show it. */
    public Optional<FileTime> builtAt(String module) throws IOException {
        Path file = root.resolve(module).resolve(BUILT);
        return Files.exists(file) ? Optional.of(Files.getLastModifiedTime(file)) : Optional.empty();
    }

    /** When a source of any image changed. All modules count: which one is part of which image, only the build knows. */
    public FileTime lastChange() throws IOException {
        FileTime last = FileTime.fromMillis(0);
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.toList()) {
                for (String source : new String[] {"pom.xml", "src/main"}) {
                    last = later(last, folder.resolve(source));
                }
            }
        }
        return later(later(last, root.resolve("pom.xml")), root.resolve("deploy/jvm"));
    }

    /** Folders count as well: theirs is the time at which a file was deleted. */
    private static FileTime later(FileTime time, Path source) throws IOException {
        if (!Files.exists(source)) {
            return time;
        }
        try (Stream<Path> files = Files.walk(source)) {
            return files.map(ImageSources::modified)
                    .max(Comparator.naturalOrder())
                    .filter(found -> found.compareTo(time) > 0)
                    .orElse(time);
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
