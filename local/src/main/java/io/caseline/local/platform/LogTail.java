package io.caseline.local.platform;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The end of a log, and lines added to it. */
public final class LogTail {

    private static final int MAX_BYTES = 256 * 1024;

    private final Path log;
    private long position;
    private String incomplete = "";

    /** Follows a log from its present end. */
    public LogTail(Path log) {
        this.log = log;
        this.position = log.toFile().length();
    }

    /** The complete lines added since the last call. */
    public List<String> added() throws IOException {
        long length = log.toFile().length();
        if (length < position) { // a rotation has emptied it
            position = 0;
            incomplete = "";
        }
        if (length == position) {
            return List.of();
        }
        long from = Math.max(position, length - MAX_BYTES);
        String text = incomplete + read(log, from, length);
        position = length;
        int end = text.lastIndexOf('\n') + 1;
        incomplete = text.substring(end);
        return text.substring(0, end).lines().toList();
    }

    /** The last lines of a log; empty if it does not exist. */
    public static String last(Path log, int count) {
        if (!Files.exists(log)) {
            return "";
        }
        try {
            long length = log.toFile().length();
            List<String> lines =
                    read(log, Math.max(0, length - MAX_BYTES), length).lines().toList();
            return lines.stream().skip(Math.max(0, lines.size() - count)).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "(%s can't be read: %s)".formatted(log, e.getMessage());
        }
    }

    private static String read(Path log, long from, long to) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) (to - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
