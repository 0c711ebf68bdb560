package io.caseline.trials.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/**
 * A closed-loop load generator: each connection sends its next request when the last one is answered. One thread serves
 * all connections, to take little CPU time from a server on the same machine.
 */
final class HttpLoad {
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(2);

    private final InetSocketAddress server;
    private final int connections;
    private final LongFunction<byte[]> requests;
    private final int expectedStatus;
    private long sent;

    /** @param requests the bytes of the n-th request, headers and all */
    HttpLoad(InetSocketAddress server, int connections, int expectedStatus, LongFunction<byte[]> requests) {
        this.server = server;
        this.connections = connections;
        this.expectedStatus = expectedStatus;
        this.requests = requests;
    }

    /** Sends for this duration, waits for the last responses, and counts them, too. */
    Measured run(String name, Duration duration, ServerCpu cpu) throws IOException {
        Histogram latency = new Histogram(HIGHEST_MICROS, 3);
        SortedMap<Integer, Long> others = new TreeMap<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.configureBlocking(false);
                Connection connection = new Connection(channel);
                channel.register(selector, SelectionKey.OP_READ, connection);
                connection.send(requests.apply(sent++));
            }
            Duration cpuBefore = cpu.used();
            long start = System.nanoTime();
            long end = start + duration.toNanos();
            int open = connections;
            while (open > 0) {
                selector.select(1000);
                for (SelectionKey key : selector.selectedKeys()) {
                    Connection connection = (Connection) key.attachment();
                    int status = connection.receive();
                    if (status == 0) {
                        continue;
                    }
                    latency.recordValue(Math.min(HIGHEST_MICROS, connection.micros()));
                    if (status != expectedStatus) {
                        others.merge(status, 1L, Long::sum);
                    }
                    if (System.nanoTime() < end && status > 0) {
                        connection.send(requests.apply(sent++));
                    } else {
                        key.cancel();
                        connection.close();
                        open--;
                    }
                }
                selector.selectedKeys().clear();
            }
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            return new Measured(name, others, time, latency, cpu.used().minus(cpuBefore));
        }
    }
}
