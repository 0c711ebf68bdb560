package io.caseline.local.platform;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks for a full disk before the start, as Kafka and PostgreSQL report it late and at length. */
final class DiskSpace {

    private static final long MEGABYTE = 1024 * 1024;
    private static final long NEEDED = 1024 * MEGABYTE;

    private DiskSpace() {}

    static void check(Path folder) throws IOException {
        check(folder, Files.getFileStore(Files.createDirectories(folder)).getUsableSpace());
    }

    static void check(Path folder, long usable) {
        if (usable < NEEDED) {
            throw new CliException("the disk of %s has only %d MB left; caseline needs %d MB"
                    .formatted(folder, usable / MEGABYTE, NEEDED / MEGABYTE));
        }
    }
}
