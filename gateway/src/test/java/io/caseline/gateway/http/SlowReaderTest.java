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
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Callers who send requests one behind the other, and never read a response. */
class SlowReaderTest {
    private static final String BODY = "{\"subject\":\"Card lost\"}";

    /** More than the server has threads, and one for Kafka's. */
    private static final int CALLERS = 40;

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(
                "caseline.programs.gobank.rate.per-second=1000000",
                "caseline.programs.gobank.rate.burst=1000000",
                "server.tomcat.connection-timeout=10m", // the server never gives up
                "test.socket-buffer=4096",
                "caseline.requests.max-in-flight=100000",
                "caseline.programs.rapidpay.enabled=true");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<String> requests() {
        String authorization = "\r\nAuthorization: Bearer " + Tokens.good();
        return Stream.of(
                        "POST " + Gateway.CASES + " HTTP/1.1" + authorization
                                + "\r\nContent-Type: application/json\r\nPrefer: respond-async\r\nX-GD-RequestId: "
                                + UUID.randomUUID() + "\r\nContent-Length: " + BODY.length(),
                        "GET " + Gateway.CASES + " HTTP/1.1",
                        "GET /nothing HTTP/1.1" + authorization,
                        "GET /./ HTTP/1.1",
                        "GET /actuator/health HTTP/1.1",
                        "GET /v3/api-docs HTTP/1.1" + authorization)
                .map(head -> head + "\r\nHost: x\r\n\r\n" + (head.startsWith("POST") ? BODY : ""));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void they_hold_neither_the_servers_threads_nor_those_of_kafka(String request) throws Exception {
        List<SocketChannel> callers = new ArrayList<>();
        try {
            for (int i = 0; i < CALLERS; i++) {
                callers.add(connect(gateway.port()));
            }
            fillUp(callers, request);
            othersAreAnswered();
        } finally {
            for (SocketChannel caller : callers) {
                caller.close(); // or the gateway would wait for them
            }
        }
    }

    private static void othersAreAnswered() {
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

    /** Sends until nobody takes any more: the server has stopped reading, as its responses are not read, or has closed. */
    private static void fillUp(List<SocketChannel> callers, String text) {
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
}
