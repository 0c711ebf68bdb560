package io.caseline.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where things are: what the build made below {@code root}, and everything that a running system keeps below {@code
 * directory}.
 */
public record Home(Path root, Path directory) {

    public Home {
        root = root.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
    }

    /** {@code .caseline} below the root, unless {@code CASELINE_HOME} names another folder. */
    public static Home of(Path root, Map<String, String> environment) {
        String elsewhere = environment.getOrDefault("CASELINE_HOME", "");
        return new Home(root, elsewhere.isBlank() ? root.resolve(".caseline") : Path.of(elsewhere));
    }

    /** A home of its own in a folder of this one. */
    public Home below(String folder) {
        return new Home(root, directory.resolve(folder));
    }

    /** The folder in which a part keeps its data between runs. */
    Path data(String part) {
        return folder(directory.resolve("data")).resolve(part);
    }

    public Path log(String part) {
        return folder(directory.resolve("logs")).resolve(part + ".log");
    }

    Path run(String file) {
        return folder(directory.resolve("run")).resolve(file);
    }

    Path secret(String file) {
        return directory.resolve("secrets").resolve(file);
    }

    Path portsFile() {
        return folder(directory).resolve("ports");
    }

    /** The runnable jar of one of the applications, or of this module. */
    Path jar(String module) {
        return root.resolve(module).resolve("target").resolve(module + ".jar");
    }

    /** Deletes what a system left here, and nothing that somebody else put beside it. */
    public void delete() throws IOException {
        for (String own : List.of("data", "logs", "run", "secrets", "ports")) {
            delete(directory.resolve(own));
        }
    }

    /** Deletes a folder and all that is in it, if it is there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
