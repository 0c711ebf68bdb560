package io.caseline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.Tokens;
import io.caseline.web.testing.SlowReaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
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
        try (SlowReaders callers = new SlowReaders(gateway.port(), CALLERS)) {
            callers.fillUp(request);
            othersAreAnswered();
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
}
