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
 * The files of an installation on this machine.
 *
 * @param root of the project, with the build's output
 * @param directory data, logs, secrets and pid files
 */
public record Home(Path root, Path directory) {

    public Home {
        root = root.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
    }

    /** {@code .caseline} below the root, unless {@code CASELINE_HOME} names another folder. */
    public static Home of(Path root, Map<String, String> environment) {
        String chosen = environment.getOrDefault("CASELINE_HOME", "");
        return new Home(root, chosen.isBlank() ? root.resolve(".caseline") : Path.of(chosen));
    }

    /** Another home, in a folder of this one. */
    public Home below(String folder) {
        return new Home(root, directory.resolve(folder));
    }

    /** The data folder of a service. */
    Path data(String service) {
        return folder(directory.resolve("data")).resolve(service);
    }

    public Path log(String service) {
        return logs().resolve(service + ".log");
    }

    /** The folder of all logs. */
    Path logs() {
        return folder(directory.resolve("logs"));
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

    /** The runnable jar of a module. */
    Path jar(String module) {
        return root.resolve(module).resolve("target").resolve(module + ".jar");
    }

    /** The flags of an application's JVM: a file of arguments for {@code java}. */
    public Path jvmOptions(String module) {
        return root.resolve("deploy/jvm").resolve(module + ".options");
    }

    /** Deletes all files of the installation, and no others in the same folder. */
    public void delete() throws IOException {
        for (String file : List.of("data", "logs", "run", "secrets", "ports")) {
            delete(directory.resolve(file));
        }
    }

    /** Deletes a folder with its content, if it exists. */
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
