package io.caseline.trials.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Spreads connections over the instances of a service that are ready, as a Kubernetes Service does: it looks at their readiness
 * from time to time, and knows nothing of requests.
 */
final class Balancer implements Closeable {
    private static final Duration PROBE_EVERY = Duration.ofMillis(500);
    private static final int CONNECT_MILLIS = 1_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServerSocket socket;
    private final List<Integer> ports;
    private final AtomicInteger next = new AtomicInteger();
    private volatile List<Integer> ready = List.of();

    private Balancer(List<Integer> ports) {
        this.ports = ports;
        try {
            socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens on a free port for connections to one of these. */
    static Balancer of(List<Integer> ports) {
        Balancer balancer = new Balancer(ports);
        Thread.ofVirtual().name("balancer").start(balancer::accept);
        Thread.ofVirtual().name("probe").start(balancer::probe);
        return balancer;
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Ports of the instances that were ready at the last look. */
    List<Integer> ready() {
        return ready;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void probe() {
        try {
            while (!socket.isClosed()) {
                ready = ports.stream().filter(this::isReady).toList();
                Thread.sleep(PROBE_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReady(int port) {
        URI readiness = URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(port));
        try {
            HttpRequest request = HttpRequest.newBuilder(readiness)
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().name("connection").start(() -> forward(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void forward(Socket client) {
        try (client;
                Socket server = connect()) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread requests = Thread.ofVirtual().name("requests").start(() -> copy(client, server));
            copy(server, client);
            requests.join();
        } catch (IOException e) {
            // both are closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** To the next ready instance in turn, past one that does not listen. */
    private Socket connect() throws IOException {
        List<Integer> instances = ready;
        for (int tries = 0; tries < instances.size(); tries++) {
            Socket server = new Socket();
            try {
                int port = instances.get(Math.floorMod(next.getAndIncrement(), instances.size()));
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
                return server;
            } catch (IOException e) {
                server.close();
            }
        }
        throw new IOException("no instance is ready");
    }

    /** Until one side ends; then the other gets the end, too. */
    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // the connection is gone
        }
    }
}
