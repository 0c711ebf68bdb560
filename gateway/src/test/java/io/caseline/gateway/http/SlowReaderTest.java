package io.caseline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Callers who send requests one behind the other, and never read a response. */
class SlowReaderTest {
    private static final String BODY = "{\"subject\":\"Card lost\"}";

    /** More than the server has threads, and one for Kafka's. */
    private static final int CALLERS = 40;

    @Test
    void they_hold_neither_the_servers_threads_nor_those_of_kafka() throws Exception {
        List<SocketChannel> callers = new ArrayList<>();
        try (Gateway gateway = Gateway.start(
                "caseline.programs.gobank.rate.per-second=1000000",
                "caseline.programs.gobank.rate.burst=1000000",
                "server.tomcat.connection-timeout=10m", // the server never gives up
                "test.socket-buffer=4096",
                "caseline.requests.max-in-flight=100000",
                "caseline.programs.rapidpay.enabled=true")) {
            try {
                for (int i = 0; i < CALLERS; i++) {
                    callers.add(connect(gateway.port()));
                }
                fillUp(callers);
                othersAreAnswered(gateway);
            } finally {
                for (SocketChannel caller : callers) {
                    caller.close(); // or the gateway would wait for them
                }
            }
        }
    }

    private static void othersAreAnswered(Gateway gateway) {
        String token = Tokens.signed(Tokens.claims().claim("programs", List.of("rapidpay")));
        for (int i = 0; i < 100; i++) {
            HttpResponse<String> response = Gateway.send(gateway.request("/programs/rapidpay/customerCare/cases")
                    .setHeader("Authorization", "Bearer " + token)
                    .header("X-GD-RequestId", UUID.randomUUID().toString())
                    .header("Prefer", "respond-async")
                    .timeout(Duration.ofSeconds(8))
                    .POST(BodyPublishers.ofString(BODY)));
            assertThat(response.statusCode()).isEqualTo(202);
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

    /** Sends until nobody takes any more: the server has stopped reading, as its responses are not read. */
    private static void fillUp(List<SocketChannel> callers) {
        String head = "POST " + Gateway.CASES + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Tokens.good()
                + "\r\nContent-Type: application/json\r\nPrefer: respond-async\r\nContent-Length: " + BODY.length()
                + "\r\nX-GD-RequestId: ";
        ByteBuffer request = ByteBuffer.wrap(
                (head + UUID.randomUUID() + "\r\n\r\n" + BODY).repeat(50).getBytes(StandardCharsets.US_ASCII));
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
    private static boolean send(SocketChannel caller, ByteBuffer rest) throws IOException {
        boolean sent = false;
        while (true) {
            if (!rest.hasRemaining()) {
                rest.rewind();
            }
            if (caller.write(rest) == 0) {
                return sent;
            }
            sent = true;
        }
    }
}
