package io.caseline.web.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Callers who send requests one behind the other, and never read a response. Close them, or the server waits for them. */
public final class SlowReaders implements AutoCloseable {
    private final List<SocketChannel> callers = new ArrayList<>();

    public SlowReaders(int port, int number) throws IOException {
        for (int i = 0; i < number; i++) {
            callers.add(connect(port));
        }
    }

    private static SocketChannel connect(int port) throws IOException {
        SocketChannel caller = SocketChannel.open();
        caller.setOption(StandardSocketOptions.SO_RCVBUF, 1024);
        caller.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
        caller.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        caller.configureBlocking(false);
        return caller;
    }

    /**
     * Sends until nobody takes any more: the server has stopped reading, as its responses are not read, or has closed.
     *
     * @param text of the request, with its body
     */
    public void fillUp(String text) {
        ByteBuffer request = ByteBuffer.wrap(text.repeat(50).getBytes(StandardCharsets.US_ASCII));
        List<ByteBuffer> rest = new ArrayList<>();
        callers.forEach(caller -> rest.add(request.duplicate()));
        AtomicInteger quietRounds = new AtomicInteger();
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollDelay(Duration.ofMillis(500))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    boolean quiet = true;
                    for (int i = 0; i < callers.size(); i++) {
                        quiet &= !send(callers.get(i), rest.get(i));
                    }
                    return (quiet ? quietRounds.incrementAndGet() : quietRounds.getAndSet(0)) >= 6;
                });
    }

    /** Whether anything could be sent. */
    private static boolean send(SocketChannel caller, ByteBuffer rest) {
        boolean sent = false;
        while (true) {
            if (!rest.hasRemaining()) {
                rest.rewind();
            }
            try {
                if (caller.write(rest) == 0) {
                    return sent;
                }
            } catch (IOException e) {
                return sent; // the server has closed the connection
            }
            sent = true;
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel caller : callers) {
            caller.close();
        }
    }
}
