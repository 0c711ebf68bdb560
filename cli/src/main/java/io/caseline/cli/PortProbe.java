package io.caseline.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Looks at an address that a client could not use, and says what is there: Kafka's client reports a host that does not
 * exist, a port where nothing listens and a port that speaks TLS alike, as a time-out.
 */
final class PortProbe {

    private static final int TIMEOUT_MILLIS = 3000;

    /** The types of the record that a TLS server answers with. */
    private static final int ALERT = 0x15;

    private static final int HANDSHAKE = 0x16;

    private PortProbe() {}

    /**
     * What is wrong with each of these addresses.
     *
     * @param servers as {@code HOST:PORT}, separated by commas
     */
    static String describeAll(String servers) {
        return Arrays.stream(servers.split(",", -1))
                .map(String::strip)
                .filter(server -> !server.isEmpty())
                .map(PortProbe::describe)
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String describe(String server) {
        int colon = server.lastIndexOf(':');
        try {
            String host = server.substring(0, Math.max(0, colon)).replaceAll("^\\[|]$", "");
            int port = Integer.parseInt(server.substring(colon + 1));
            return host.isEmpty() || port < 1 || port > 65535 ? noAddress(server) : describe(host, port);
        } catch (NumberFormatException e) {
            return noAddress(server);
        }
    }

    private static String noAddress(String server) {
        return "\"%s\" is not an address such as kafka.example.com:9092".formatted(server);
    }

    private static String describe(String host, int port) {
        try {
            InetAddress address = InetAddress.getAllByName(host)[0];
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                return speaksTls(socket)
                        ? "port %d of %s speaks TLS, and this client is not configured for it".formatted(port, host)
                        : "port %d of %s accepts connections, but does not answer this client".formatted(port, host);
            }
        } catch (UnknownHostException e) {
            return "the host %s cannot be resolved".formatted(host);
        } catch (ConnectException e) {
            return "nothing listens on port %d of %s".formatted(port, host);
        } catch (SocketTimeoutException e) {
            return "%s:%d does not respond; a firewall may be in between".formatted(host, port);
        } catch (IOException e) {
            return "%s:%d cannot be reached: %s".formatted(host, port, e.getMessage());
        }
    }

    /** Whether the port answers a ClientHello. No certificate is looked at, and nothing secret is sent. */
    private static boolean speaksTls(Socket socket) {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            var unused = engine.wrap(ByteBuffer.allocate(0), hello);
            socket.getOutputStream().write(hello.array(), 0, hello.position());
            InputStream answer = socket.getInputStream();
            int type = answer.read();
            return (type == ALERT || type == HANDSHAKE) && answer.read() == 3;
        } catch (IOException | NoSuchAlgorithmException e) {
            return false;
        }
    }
}
