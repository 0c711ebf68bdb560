package io.caseline.gateway;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.gateway.testing.Tokens;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Ten thousand requests mutated from valid ones: none gets 5xx, none leaves an error in the log. */
@ExtendWith({SharedGateway.class, OutputCaptureExtension.class})
class MalformedRequestsTest {
    private static final int REQUESTS = 10_000;
    private static final long SEED = 20_260_101L;

    private static final List<String> BODIES = List.of("""
            {"subject":"Card lost","firstName":"Ada","lastName":"Lovelace","customerQuestion":"Where is it?",
             "emailAddress":"ada@example.com","accountIdentifier":"a","accountHolderIdentifier":"h",
             "phoneNumbers":{"number":"310-555-1234","type":0},"device":{"deviceID":"d","deviceOS":1}}""", """
            {"metadata":{"merchantId":"fscc0342","registerId":"01","requestDateTime":"2023-11-09T13:25:45Z",
             "storeId":"CC970","userId":"t"},"accountNumber":"4000123412341234",
             "accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4","retailChainUserId":"u"}""");

    private static final List<String> REQUEST_IDS = List.of(
            "3f0e1d2c-0000-4000-8000-000000000001",
            "",
            " ",
            "x".repeat(200),
            "{3f0e1d2c-0000-4000-8000-000000000001}",
            "3f0e1d2c-0000-4000-8000-00000000000g",
            "1-1-1-1-1",
            "%00",
            "\u00e9",
            "a\tb");
    private static final List<String> PREFERENCES = List.of(
            "respond-async",
            "respond-async",
            "respond-async;x=",
            "respond-async, wait=0",
            "wait=0",
            "respond-async,,;;==,wait=-5,wait=x");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json;charset=utf-16",
            "text/json",
            "APPLICATION/JSON",
            "text/plain",
            ";",
            "a/b;c");

    @Test
    void malformed_requests_are_refused_and_nothing_breaks(Gateway gateway, CapturedOutput output) {
        // the first request of each kind looks its schema up
        gateway.post(CASES, REQUEST_IDS.getFirst(), BODIES.get(0), "Prefer", "respond-async");
        gateway.post(ASSOCIATE, REQUEST_IDS.getFirst(), BODIES.get(1), "Prefer", "respond-async");
        Random random = new Random(SEED);
        Semaphore atOnce = new Semaphore(32);
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            List<CompletableFuture<HttpResponse<String>>> responses = IntStream.range(0, REQUESTS)
                    .mapToObj(i -> {
                        atOnce.acquireUninterruptibly();
                        return http.sendAsync(request(gateway, random), BodyHandlers.ofString())
                                .whenComplete((response, failure) -> atOnce.release());
                    })
                    .toList();
            for (CompletableFuture<HttpResponse<String>> future : responses) {
                HttpResponse<String> response = future.join();
                assertThat(response.statusCode())
                        .as(response.body())
                        .isBetween(200, 499)
                        .isNotEqualTo(404);
                assertThat(response.body()).doesNotContain("Exception").doesNotContain("\tat ");
                assertThat(response.body()).startsWith("{").endsWith("}");
            }
            assertThat(responses.stream()
                            .map(response -> response.join().statusCode())
                            .distinct())
                    .contains(200, 202, 400, 415);
        }
        assertThat(output.getAll().lines().filter(line -> line.contains(" ERROR ")))
                .isEmpty();
    }

    @Test
    void malformed_heads_are_refused_and_nothing_breaks(Gateway gateway, CapturedOutput output) throws IOException {
        Random random = new Random(SEED);
        String body = BODIES.getFirst();
        String requestLine = "POST " + CASES + " HTTP/1.1\r\nHost: localhost\r\n";
        String token = "Authorization: Bearer " + Tokens.good() + "\r\n";
        String rest = "Content-Type: application/json\r\nPrefer: respond-async\r\nX-GD-RequestId: "
                + REQUEST_IDS.getFirst() + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n";
        Set<String> statuses = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] mutatedLine = i % 2 == 0 ? Mutations.flippedBytes(bytes(requestLine), random) : bytes(requestLine);
            byte[] mutatedRest = i % 3 == 0 ? Mutations.flippedBytes(bytes(rest), random) : bytes(rest);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
                socket.setSoTimeout(20_000);
                OutputStream out = socket.getOutputStream();
                out.write(mutatedLine);
                out.write(bytes(token));
                out.write(mutatedRest);
                out.write(bytes(body));
                socket.shutdownOutput();
                String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(response).doesNotContain("Exception").doesNotContain("<html");
                statuses.add(response.isEmpty() ? "none" : response.substring(9, 10));
            } catch (SocketException e) {
                statuses.add("none"); // the server closed before it had read all of it
            }
        }
        assertThat(statuses).contains("2", "4").doesNotContain("5");
        assertThat(output.getAll().lines().filter(line -> line.contains(" ERROR ")))
                .isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static HttpRequest request(Gateway gateway, Random random) {
        int api = random.nextInt(2);
        byte[] body = BODIES.get(api).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= random.nextInt(3); i++) {
            body = Mutations.mutate(body, random);
        }
        HttpRequest.Builder request = gateway.request(api == 0 ? CASES : ASSOCIATE)
                .setHeader("Content-Type", random.nextInt(10) == 0 ? Mutations.one(TYPES, random) : "application/json")
                .header("Prefer", Mutations.one(PREFERENCES, random))
                .POST(BodyPublishers.ofByteArray(body));
        String requestId = random.nextInt(5) == 0 ? Mutations.one(REQUEST_IDS, random) : REQUEST_IDS.getFirst();
        return request.header("X-GD-RequestId", requestId).build();
    }
}
