package io.caseline.local.platform;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of child JVMs, on the same JDK as the supervisor. */
final class JavaCommandLine {

    private JavaCommandLine() {}

    /**
     * Of an application of this project.
     *
     * @param options the file of its flags
     * @param further flags, which override those of the file
     */
    static List<String> application(Path options, List<String> further, String... arguments) {
        List<String> command = java();
        command.add("@" + options);
        command.addAll(further);
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * Of another program.
     *
     * @param heap such as {@code 256m}
     */
    static List<String> command(String heap, String... arguments) {
        List<String> command = java();
        command.addAll(List.of(
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow"); // or the JVM logs a warning about its libraries
        }
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>(LaunchPrefix.NEW_SESSION);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Duser.language=en", "-Duser.country=US")); // Kafka does not start in Turkish
        return command;
    }
}
