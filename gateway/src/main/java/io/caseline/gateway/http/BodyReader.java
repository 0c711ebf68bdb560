package io.caseline.gateway.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads a request body as it arrives, without a waiting thread, and no further than the limit. */
final class BodyReader implements ReadListener {
    private static final byte[] NOTHING = {};

    /** As the server's own buffer. */
    private static final int MOST_AT_ONCE = 8192;

    private final Exchange exchange;
    private final ServletInputStream input;
    private final int limit;
    private final Consumer<byte[]> next;
    private final ByteArrayOutputStream body;
    private final byte[] buffer;
    private final long deadline;
    private boolean over;

    /** @param arrived the start of the body, which has been read */
    private BodyReader(Exchange exchange, RequestSettings settings, byte[] arrived, Consumer<byte[]> next)
            throws IOException {
        HttpServletRequest request = exchange.request();
        this.exchange = exchange;
        this.deadline = System.nanoTime() + settings.bodyTimeout().toNanos();
        this.input = request.getInputStream();
        this.limit = limit(settings);
        this.next = next;
        int expected = Math.min(limit, Math.max(512, request.getContentLength()));
        this.body = new ByteArrayOutputStream(expected);
        this.body.writeBytes(arrived);
        this.buffer = new byte[Math.min(expected, 4096)];
    }

    /** Hands on the whole body, or refuses the request; on a thread of the container. */
    static void read(Exchange exchange, RequestSettings settings, Consumer<byte[]> next) throws IOException {
        if (exchange.request().getContentLengthLong() > limit(settings)) {
            exchange.refuse(Problem.BODY_TOO_LARGE);
            return;
        }
        byte[] arrived = readArrived(exchange.request());
        if (arrived.length > 0 && arrived.length == exchange.request().getContentLength()) {
            // the usual case: a body that came with the headers needs no further dispatch
            next.accept(arrived);
            return;
        }
        BodyReader reader = new BodyReader(exchange, settings, arrived, next);
        reader.input.setReadListener(reader);
    }

    /** What the server has of a body of a known length; its {@code available} says no more than whether there is something. */
    static byte[] readArrived(HttpServletRequest request) throws IOException {
        ServletInputStream input = request.getInputStream();
        int length = request.getContentLength();
        if (length <= 0 || input.available() == 0) {
            return NOTHING;
        }
        byte[] arrived = new byte[Math.min(length, MOST_AT_ONCE)];
        int size = 0;
        while (size < arrived.length && input.available() > 0) {
            int read = input.read(arrived, size, arrived.length - size);
            if (read < 0) {
                break;
            }
            size += read;
        }
        return size == arrived.length ? arrived : Arrays.copyOf(arrived, size);
    }

    private static int limit(RequestSettings settings) {
        return Math.toIntExact(settings.bodyLimit().toBytes());
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!over && input.isReady()) {
            int read = input.read(buffer);
            if (read < 0) {
                return;
            }
            body.write(buffer, 0, read);
            if (body.size() > limit) {
                refuse(Problem.BODY_TOO_LARGE);
            } else if (System.nanoTime() - deadline > 0) {
                refuse(Problem.BODY_TIMEOUT);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (!over) {
            over = true;
            next.accept(body.toByteArray());
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (!over) {
            over = true;
            exchange.refuseNow(cause instanceof SocketTimeoutException ? Problem.BODY_TIMEOUT : Problem.BODY_BROKEN);
        }
    }

    private void refuse(Problem problem) {
        if (!over) {
            over = true;
            exchange.refuse(problem);
        }
    }
}
