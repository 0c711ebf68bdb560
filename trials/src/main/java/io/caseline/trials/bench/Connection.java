package io.caseline.trials.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A keep-alive connection with one request at a time. Parses only as much HTTP as needed. */
final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
    private long sentAt;

    Connection(SocketChannel channel) {
        this.channel = channel;
    }

    /** A request is far smaller than the socket's buffer, so that this does not block. */
    void send(byte[] request) throws IOException {
        in.clear();
        sentAt = System.nanoTime();
        ByteBuffer out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** The status of the response; 0 while it is incomplete, -1 if the server has closed the connection. */
    int receive() throws IOException {
        if (channel.read(in) < 0) {
            return -1;
        }
        String text = new String(in.array(), in.arrayOffset(), in.position(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return 0;
        }
        String headers = text.substring(0, head).toLowerCase(Locale.ROOT);
        if (in.position() < head + 4 + contentLength(headers)) {
            return 0;
        }
        return Integer.parseInt(text.substring(9, 12));
    }

    long micros() {
        return (System.nanoTime() - sentAt) / 1000;
    }

    void close() throws IOException {
        channel.close();
    }

    private static int contentLength(String headers) {
        int at = headers.indexOf("\r\ncontent-length:");
        if (at < 0) {
            return 0;
        }
        int end = headers.indexOf("\r\n", at + 2);
        return Integer.parseInt(
                headers.substring(at + 17, end < 0 ? headers.length() : end).strip());
    }
}
