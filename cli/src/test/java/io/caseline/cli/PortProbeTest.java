package io.caseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class PortProbeTest {

    private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

    @Test
    void a_port_that_speaks_tls_is_told_apart() throws Exception {
        // without a certificate: it answers with an alert, as any server does that likes nothing of the ClientHello
        try (ServerSocket server = SSLContext.getDefault()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(probe(server, PortProbeTest::read))
                    .isEqualTo("port %d of %s speaks TLS, and this client is not configured for it"
                            .formatted(server.getLocalPort(), HOST));
        }
    }

    @Test
    void a_port_that_does_not_answer_is_told_apart() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(probe(server, PortProbeTest::read))
                    .isEqualTo("port %d of %s accepts connections, but does not answer this client"
                            .formatted(server.getLocalPort(), HOST));
        }
    }

    @Test
    void a_port_where_nothing_listens_is_told_apart() {
        assertThat(PortProbe.describeAll("127.0.0.1:1")).isEqualTo("nothing listens on port 1 of 127.0.0.1");
    }

    @Test
    void a_host_that_does_not_exist_is_told_apart() {
        assertThat(PortProbe.describeAll("no-such-host.invalid:9092, no-such-host.invalid:9093"))
                .isEqualTo("the host no-such-host.invalid cannot be resolved");
    }

    @Test
    void what_is_no_address_is_told_apart() {
        assertThat(PortProbe.describeAll("kafka"))
                .isEqualTo("\"kafka\" is not an address such as kafka.example.com:9092");
        assertThat(PortProbe.describeAll(":9092")).startsWith("\":9092\" is not an address");
        assertThat(PortProbe.describeAll("kafka:99999")).startsWith("\"kafka:99999\" is not an address");
    }

    private static String probe(ServerSocket server, Function<Socket, String> behavior) {
        Thread.startVirtualThread(() -> {
            try (Socket client = server.accept()) {
                String unused = behavior.apply(client);
            } catch (IOException e) {
                // the probe sees that the connection ends
            }
        });
        return PortProbe.describeAll("%s:%d".formatted(HOST, server.getLocalPort()));
    }

    /** The server's side of a handshake takes place at the first read. */
    private static String read(Socket client) {
        try {
            return Integer.toString(client.getInputStream().read());
        } catch (IOException e) {
            return "";
        }
    }
}
