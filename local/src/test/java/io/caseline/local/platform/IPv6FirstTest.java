package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where IPv6 comes first, the JVM's loopback address is ::1, and everything listens on 127.0.0.1. */
class IPv6FirstTest {

    @Test
    void a_service_is_found_where_it_listens() throws IOException, InterruptedException {
        try (ServerSocket service = new ServerSocket()) {
            service.bind(new InetSocketAddress(Ports.HOST, 0));
            Process java = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djava.net.preferIPv6Addresses=true",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Look.class.getName(),
                            Integer.toString(service.getLocalPort()))
                    .redirectErrorStream(true)
                    .start();

            assertThat(new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith("listens: true, is free: false\n");
            assertThat(java.waitFor()).isZero();
        }
    }

    static final class Look {

        private Look() {}

        public static void main(String[] arguments) {
            int port = Integer.parseInt(arguments[0]);
            System.out.println("listens: " + Probe.listens(port) + ", is free: " + Ports.isFree(port));
        }
    }
}
