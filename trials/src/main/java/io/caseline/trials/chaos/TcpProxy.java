package io.caseline.trials.chaos;

import io.caseline.local.platform.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Forwards connections of one client process to a port of this machine. It understands enough of the protocol to recognize
 * when its client reaches a {@link FaultPoint}. A {@link Breakpoint} can withhold a message there, which keeps the client
 * in exactly that state.
 */
final class TcpProxy implements Closeable {

    private final ServerSocket socket;
    private final String instance;
    private final int target;
    private final Function<TcpProxy, Protocol> protocols;
    private final AtomicReference<@Nullable Breakpoint> breakpoint = new AtomicReference<>();

    /** Forwards one connection. Both methods return or throw when their side has ended. */
    interface Protocol {

        void requests(InputStream client, OutputStream server) throws IOException, InterruptedException;

        void responses(InputStream server, OutputStream client) throws IOException, InterruptedException;
    }

    private TcpProxy(String instance, int target, Function<TcpProxy, Protocol> protocols) {
        this.instance = instance;
        this.target = target;
        this.protocols = protocols;
        try {
            socket = new ServerSocket(0, 50, Ports.HOST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens on a free port for connections of an instance. */
    static TcpProxy of(String instance, int target, Function<TcpProxy, Protocol> protocols) {
        TcpProxy tap = new TcpProxy(instance, target, protocols);
        Thread.ofVirtual().name("proxy-" + target).start(tap::accept);
        return tap;
    }

    String instance() {
        return instance;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Replaces the previous breakpoint. */
    void set(Breakpoint next) {
        breakpoint.set(next);
    }

    /**
     * Called by the protocol before it forwards the message with which the client reaches the point.
     *
     * @throws IOException if the message is dropped
     */
    void reached(FaultPoint point) throws IOException, InterruptedException {
        Breakpoint next = breakpoint.get();
        if (next != null && !next.pass(point, instance)) {
            throw new IOException("dropped");
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.startVirtualThread(() -> connect(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket server = new Socket(Ports.HOST, target)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Protocol protocol = protocols.apply(this);
            Thread responses = Thread.startVirtualThread(() -> {
                forward(() -> protocol.responses(server.getInputStream(), client.getOutputStream()));
                close(client);
            });
            forward(() -> protocol.requests(client.getInputStream(), server.getOutputStream()));
            close(server);
            responses.join();
        } catch (IOException e) {
            // the server is unavailable, so the client connection is closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Forwarding {
        void run() throws IOException, InterruptedException;
    }

    private static void forward(Forwarding forwarding) {
        try {
            forwarding.run();
        } catch (IOException e) {
            // one side has closed the connection; the other side is closed next
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
