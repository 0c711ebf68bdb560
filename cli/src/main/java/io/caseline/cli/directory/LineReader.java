package io.caseline.cli.directory;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads UTF-8 lines of bounded length. After a line that it cannot read it continues with the next one. */
final class LineReader implements Closeable {

    static final int MAX_LENGTH = 64 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream file;
    private final byte[] buffer = new byte[MAX_LENGTH];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int limit;
    private long number;

    LineReader(Path path) throws IOException {
        this.file = Files.newInputStream(path);
    }

    /** Number of the line that was read last, counted from 1. */
    long number() {
        return number;
    }

    /**
     * The next line without its end, or null after the last one.
     *
     * @throws UnreadableLineException if the line is too long or not UTF-8
     */
    @Nullable
    String next() throws IOException, UnreadableLineException {
        line.reset();
        boolean tooLong = false;
        boolean any = false;
        boolean ended = false;
        while (!ended && (position < limit || fill())) {
            any = true;
            int from = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            if (line.size() + position - from > MAX_LENGTH) {
                tooLong = true;
            } else {
                line.write(buffer, from, position - from);
            }
            ended = position < limit;
            position += ended ? 1 : 0;
        }
        if (!any) {
            return null;
        }
        number++;
        if (tooLong) {
            throw new UnreadableLineException("is longer than %d bytes".formatted(MAX_LENGTH));
        }
        return decoded();
    }

    private String decoded() throws UnreadableLineException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
            if (number == 1 && text.startsWith(BYTE_ORDER_MARK)) {
                text = text.substring(1);
            }
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadableLineException("is not UTF-8; spreadsheets have \"CSV UTF-8\" among their file types");
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, file.read(buffer));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** A line cannot be read; the message says why. */
    static final class UnreadableLineException extends Exception {
        UnreadableLineException(String message) {
            super(message, null, false, false);
        }
    }
}
