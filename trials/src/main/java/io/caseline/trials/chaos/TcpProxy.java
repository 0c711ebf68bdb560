package io.caseline.trials.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A port that leads to another one of this machine, for one client process. It understands enough of what passes to
 * know when its client comes to a {@link FaultPoint}, and there a {@link Breakpoint} can withhold a message: the client is in
 * exactly that state then, for as long as it takes.
 */
final class TcpProxy implements Closeable {

    private final ServerSocket socket;
    private final String instance;
    private final int target;
    private final Function<TcpProxy, Protocol> wires;
    private final AtomicReference<@Nullable Breakpoint> breakpoint = new AtomicReference<>();

    /** One connection's language. Both methods carry on until their side ends, with an exception or without. */
    interface Protocol {

        void requests(InputStream client, OutputStream server) throws IOException, InterruptedException;

        void answers(InputStream server, OutputStream client) throws IOException, InterruptedException;
    }

    private TcpProxy(String instance, int target, Function<TcpProxy, Protocol> wires) {
        this.instance = instance;
        this.target = target;
        this.wires = wires;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Open from now on, on a free port, for that instance. */
    static TcpProxy of(String instance, int target, Function<TcpProxy, Protocol> wires) {
        TcpProxy tap = new TcpProxy(instance, target, wires);
        Thread.ofVirtual().name("tap-" + target).start(tap::accept);
        return tap;
    }

    String instance() {
        return instance;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Replaces the one before. */
    void set(Breakpoint next) {
        breakpoint.set(next);
    }

    /**
     * Called by the wire before it passes on the message with which the client comes to that point.
     *
     * @throws IOException if it is not to be passed on
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
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Protocol wire = wires.apply(this);
            Thread answers = Thread.startVirtualThread(() -> {
                carry(() -> wire.answers(server.getInputStream(), client.getOutputStream()));
                close(client);
            });
            carry(() -> wire.requests(client.getInputStream(), server.getOutputStream()));
            close(server);
            answers.join();
        } catch (IOException e) {
            // the server is away, and so it is for the client
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Carrying {
        void run() throws IOException, InterruptedException;
    }

    private static void carry(Carrying carrying) {
        try {
            carrying.run();
        } catch (IOException e) {
            // one of the two is gone, and the other will see it
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
