package io.caseline.gateway.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;

/** Reads a request body as it arrives, without a waiting thread, and no further than the limit. */
final class BodyReader implements ReadListener {
    private final Exchange exchange;
    private final ServletInputStream input;
    private final int limit;
    private final Consumer<byte[]> next;
    private final ByteArrayOutputStream body;
    private final byte[] buffer;
    private final long deadline;
    private boolean over;

    private BodyReader(Exchange exchange, RequestSettings settings, Consumer<byte[]> next) throws IOException {
        HttpServletRequest request = exchange.request();
        this.exchange = exchange;
        this.deadline = System.nanoTime() + settings.bodyTimeout().toNanos();
        this.input = request.getInputStream();
        this.limit = limit(settings);
        this.next = next;
        int expected = Math.min(limit, Math.max(512, request.getContentLength()));
        this.body = new ByteArrayOutputStream(expected);
        this.buffer = new byte[Math.min(expected, 4096)];
    }

    /** Hands on the whole body, or refuses the request; on a thread of the container. */
    static void read(Exchange exchange, RequestSettings settings, Consumer<byte[]> next) throws IOException {
        if (exchange.request().getContentLengthLong() > limit(settings)) {
            exchange.refuse(Problem.BODY_TOO_LARGE);
            return;
        }
        ServletInputStream input = exchange.request().getInputStream();
        int length = exchange.request().getContentLength();
        if (length > 0 && input.available() >= length) {
            // the usual case: a body that came with the headers needs no further dispatch
            next.accept(input.readNBytes(length));
            return;
        }
        BodyReader reader = new BodyReader(exchange, settings, next);
        reader.input.setReadListener(reader);
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
