package io.caseline.local.platform;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Programs that a command is started with. In a session of its own a service does not get the Ctrl-C of the terminal: the
 * supervisor stops the services in order. Without {@code setsid} (macOS) all of them get the signal at once.
 */
public final class LaunchPrefix {

    public static final List<String> NEW_SESSION = onPath("setsid") ? List.of("setsid") : List.of("nohup");

    /** PostgreSQL refuses to run as root. In a user namespace of its own it runs as nobody. */
    static final List<String> UNPRIVILEGED = isRoot() ? List.of("unshare", "-U") : List.of();

    private LaunchPrefix() {}

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
