package io.caseline.local.platform;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The words before a command that keep a child out of the terminal's reach: Ctrl-C goes to the supervisor alone, which
 * stops its children in order. Without {@code setsid} (macOS) everything gets the signal at once, and stops too.
 */
public final class LaunchPrefix {

    public static final List<String> OWN = onPath("setsid") ? List.of("setsid") : List.of("nohup");

    /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody. */
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
