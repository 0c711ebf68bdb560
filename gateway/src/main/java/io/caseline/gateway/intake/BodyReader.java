package io.caseline.gateway.intake;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Reads a request body as it arrives, without a thread that waits for it, and no further than the limit. */
final class BodyReader implements ReadListener {
    private final ServletInputStream input;
    private final int limit;
    private final Consumer<byte[]> complete;
    private final Runnable tooLarge;
    private final Runnable broken;
    private final ByteArrayOutputStream body;
    private final byte[] buffer;
    private final long deadline;
    private boolean over;

    private BodyReader(
            HttpServletRequest request,
            int limit,
            Duration timeout,
            Consumer<byte[]> complete,
            Runnable tooLarge,
            Runnable broken)
            throws IOException {
        this.deadline = System.nanoTime() + timeout.toNanos();
        this.input = request.getInputStream();
        this.limit = limit;
        this.complete = complete;
        this.tooLarge = tooLarge;
        this.broken = broken;
        int expected = Math.min(limit, Math.max(512, request.getContentLength()));
        this.body = new ByteArrayOutputStream(expected);
        this.buffer = new byte[Math.min(expected, 4096)];
    }

    /** Calls exactly one of the three, on a thread of the container. */
    static void read(
            HttpServletRequest request,
            int limit,
            Duration timeout,
            Consumer<byte[]> complete,
            Runnable tooLarge,
            Runnable broken)
            throws IOException {
        if (request.getContentLengthLong() > limit) {
            tooLarge.run();
            return;
        }
        BodyReader reader = new BodyReader(request, limit, timeout, complete, tooLarge, broken);
        reader.input.setReadListener(reader);
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
                over = true;
                tooLarge.run();
            } else if (System.nanoTime() - deadline > 0) {
                onError(new TimeoutException("a body that drips"));
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (!over) {
            over = true;
            complete.accept(body.toByteArray());
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (!over) {
            over = true;
            broken.run();
        }
    }
}
