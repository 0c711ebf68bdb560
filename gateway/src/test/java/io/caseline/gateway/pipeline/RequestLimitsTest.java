package io.caseline.gateway.pipeline;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.Tokens;
import io.caseline.messages.SubmitCase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is limited, and what a caller over a limit gets. */
class RequestLimitsTest {
    private static final String BODY = "{\"subject\":\"Card lost\"}";
    private static final String ASSOCIATION = """
            {"metadata":{"merchantId":"fscc0342","registerId":"01","requestDateTime":"2023-11-09T13:25:45Z",
             "storeId":"CC970","userId":"teller-1"},"accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4"}""";

    @Test
    void a_program_over_its_rate_gets_429_and_a_time_to_retry() {
        try (Gateway gateway = Gateway.start(
                "caseline.programs.gobank.rate.per-second=1",
                "caseline.programs.gobank.rate.burst=2",
                "caseline.tellers.rates.fscc0342.per-second=1",
                "caseline.tellers.rates.fscc0342.burst=1")) {
            assertThat(submit(gateway, CASES).headers().firstValue("RateLimit")).hasValue("\"program\";r=1;t=1");
            assertThat(submit(gateway, CASES).statusCode()).isEqualTo(202);
            HttpResponse<String> refused = submit(gateway, CASES);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.headers().firstValue("RateLimit-Policy")).hasValue("\"program\";q=1;w=1");
            assertThat(submit(gateway, "/programs/strict/customerCare/cases").statusCode())
                    .as("another program's rate is its own")
                    .isEqualTo(400);

            String association = "{\"metadata\":{\"merchantId\":\"fscc0342\"}}";
            assertThat(gateway.post(ASSOCIATE, "a", association).statusCode()).isEqualTo(200);
            assertThat(gateway.post(ASSOCIATE, "b", association).statusCode()).isEqualTo(429);
        }
    }

    @Test
    void a_request_that_waits_leaves_its_place_to_others() {
        try (Gateway gateway = Gateway.start("caseline.requests.max-in-flight=1")) {
            gateway.processors().pauseReplies(true);
            CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                    () -> gateway.post(CASES, UUID.randomUUID().toString(), BODY, "Prefer", "wait=5"));
            Awaitility.await().until(() -> gateway.waiters() == 1);

            // as soon as Kafka has confirmed the first one
            Awaitility.await().until(() -> submit(gateway, CASES).statusCode() == 202);
            assertThat(waiting).isNotDone();
            assertThat(waiting.join().statusCode()).isEqualTo(202);
            gateway.processors().pauseReplies(false);
        }
    }

    /** Callers who send half a body hold their own share only, and are told so. */
    @Test
    void unfinished_bodies_of_one_token_take_no_place_of_another() throws IOException {
        List<Socket> unfinished = new ArrayList<>();
        try (Gateway gateway = Gateway.start("caseline.requests.max-in-flight=20")) {
            for (int i = 0; i < 20; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
                unfinished.add(socket);
                socket.getOutputStream()
                        .write(("POST " + CASES + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Tokens.good()
                                        + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            List<Socket> refused = Awaitility.await()
                    .until(
                            () -> unfinished.stream()
                                    .filter(RequestLimitsTest::hasResponse)
                                    .toList(),
                            found -> found.size() > 9);
            for (Socket socket : refused) {
                BufferedReader response =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                assertThat(response.readLine()).startsWith("HTTP/1.1 429");
                assertThat(response.lines().takeWhile(line -> !line.isEmpty()).map(line -> line.split(":", 2)[0]))
                        .contains("Retry-After", "Connection");
            }

            for (JWTClaimsSet.Builder claims : List.of(
                    Tokens.claims().jwtID("another token"),
                    Tokens.claims().claim("programs", List.of("strict", "gobank")))) {
                HttpResponse<String> response = Gateway.send(gateway.request(CASES)
                        .setHeader("Authorization", "Bearer " + Tokens.signed(claims))
                        .header("X-GD-RequestId", UUID.randomUUID().toString())
                        .header("Prefer", "respond-async")
                        .POST(BodyPublishers.ofString(BODY)));
                assertThat(response.statusCode()).isEqualTo(202);
            }
        } finally {
            for (Socket socket : unfinished) {
                socket.close();
            }
        }
    }

    @Test
    void token_and_rate_are_checked_before_the_body_arrives() throws IOException {
        try (Gateway gateway = Gateway.start(
                "caseline.programs.gobank.rate.per-second=1",
                "caseline.programs.gobank.rate.burst=1",
                "caseline.tellers.rates.fscc0342.per-second=1",
                "caseline.tellers.rates.fscc0342.burst=1")) {
            Awaitility.await().until(() -> submit(gateway, CASES).statusCode() == 429);
            assertThat(statusBeforeBody(gateway, CASES, Tokens.good())).isEqualTo(429);
            assertThat(statusBeforeBody(gateway, "/programs/strict/customerCare/cases", noTenants()))
                    .isEqualTo(403);
            assertThat(statusBeforeBody(gateway, ASSOCIATE, noTenants())).isEqualTo(403);
            Awaitility.await()
                    .until(() -> gateway.post(ASSOCIATE, "a", "{\"metadata\":{\"merchantId\":\"fscc0342\"}}")
                                    .statusCode()
                            == 429);
            assertThat(statusBeforeBody(gateway, ASSOCIATE, Tokens.good())).isEqualTo(429);
        }
    }

    private static boolean hasResponse(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String noTenants() {
        return Tokens.signed(Tokens.claims().claim("programs", List.of()).claim("merchants", List.of()));
    }

    private static int statusBeforeBody(Gateway gateway, String path, String token) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                                    + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return Integer.parseInt(line.substring(9, 12));
        }
    }

    @Test
    void a_caller_over_the_tenants_share_of_waiters_gets_202_when_durable() {
        try (Gateway gateway = Gateway.start("caseline.replies.max-waiters-per-tenant=1")) {
            gateway.processors().pauseReplies(true);
            UUID requestId = UUID.randomUUID();
            CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                    () -> gateway.post(CASES, requestId.toString(), BODY, "Prefer", "wait=6"));
            Awaitility.await()
                    .until(() -> gateway.processors().commands().stream()
                            .anyMatch(record -> record.value() instanceof SubmitCase command
                                    && command.getRequestId().equals(requestId)));

            assertThat(gateway.post(CASES, UUID.randomUUID().toString(), BODY, "Prefer", "wait=30")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(waiting).as("the first one waits on").isNotDone();
            gateway.processors().pauseReplies(false);
        }
    }

    @Test
    void a_caller_over_the_limit_of_waiters_gets_202_when_durable() {
        try (Gateway gateway = Gateway.start("caseline.replies.max-waiters=1")) {
            gateway.processors().pauseReplies(true);
            CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                    () -> gateway.post(CASES, UUID.randomUUID().toString(), BODY, "Prefer", "wait=6"));
            Awaitility.await().until(() -> gateway.waiters() == 1);

            assertThat(gateway.post(ASSOCIATE, "a", ASSOCIATION, "Prefer", "wait=30")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(waiting).as("the first one waits on").isNotDone();
            assertThat(waiting.join().statusCode()).isEqualTo(202);
            assertThat(gateway.waiters()).isZero();
            gateway.processors().pauseReplies(false);
        }
    }

    @Test
    void status_queries_that_wait_do_not_count_as_requests_in_flight() {
        try (Gateway gateway =
                Gateway.start("caseline.requests.max-status-queries=1", "caseline.requests.max-in-flight=1")) {
            String id = UUID.randomUUID().toString();
            gateway.setStatus(id, "{\"correlationId\":\"" + id + "\",\"state\":\"RECEIVED\"}");
            CompletableFuture<HttpResponse<String>> waiting =
                    CompletableFuture.supplyAsync(() -> gateway.get(CASES + "/" + id, "Prefer", "wait=30"));
            Awaitility.await().until(() -> gateway.statusQueries(id) > 0);

            HttpResponse<String> refused = gateway.get(CASES + "/" + id);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(submit(gateway, CASES).statusCode()).isEqualTo(202);

            gateway.setStatus(
                    id, "{\"correlationId\":\"" + id + "\",\"state\":\"CREATED\",\"caseNumber\":\"00001028\"}");
            assertThat(waiting.join().body()).contains("00001028");
            Awaitility.await().until(() -> gateway.get(CASES + "/" + id).statusCode() == 200);
        }
    }

    @Test
    void a_wait_that_ends_with_a_reply_frees_its_place() {
        try (Gateway gateway = Gateway.start()) {
            gateway.processors().pauseReplies(false);
            assertThat(gateway.post(CASES, UUID.randomUUID().toString(), BODY, "Prefer", "wait=30")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(gateway.waiters()).isZero();
        }
    }

    @Test
    void a_body_that_arrives_too_slowly_is_408_and_frees_its_place() throws IOException {
        try (Gateway gateway = Gateway.start("caseline.requests.body-timeout=1s", "caseline.requests.max-in-flight=1");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + CASES + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Tokens.good()
                            + "\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            Awaitility.await().until(() -> {
                out.write(' ');
                return in.available() > 0;
            });
            BufferedReader response = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            assertThat(response.readLine()).startsWith("HTTP/1.1 408");
            assertThat(response.lines().takeWhile(line -> !line.isEmpty())).contains("Connection: close");
            Awaitility.await().until(() -> submit(gateway, CASES).statusCode() == 202);
        }
    }

    private static HttpResponse<String> submit(Gateway gateway, String path) {
        return gateway.post(path, UUID.randomUUID().toString(), BODY, "Prefer", "respond-async");
    }
}
