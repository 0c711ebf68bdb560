package io.caseline.gateway.pipeline;

import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.Processors;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.gateway.testing.Tokens;
import io.caseline.messages.SubmitCase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway that shuts down responds to every caller that waits. */
@ExtendWith(SharedGateway.class)
class ShutdownTest {
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");
    private static final String BODY = "{\"subject\":\"Card lost\"}";

    @Test
    void a_gateway_that_shuts_down_responds_at_the_end_of_the_wait() {
        Gateway gateway = Gateway.start();
        Processors processors = gateway.processors();
        processors.pauseReplies(true);
        String requestId = guid();
        CompletableFuture<HttpResponse<String>> waiting =
                CompletableFuture.supplyAsync(() -> gateway.post(CASES, requestId, BODY, "Prefer", "wait=3"));
        Awaitility.await()
                .until(() -> processors.commands().stream()
                        .anyMatch(record -> record.value() instanceof SubmitCase command
                                && command.getRequestId().toString().equals(requestId)));
        gateway.close();
        processors.pauseReplies(false);
        assertThat(waiting.join().statusCode()).isEqualTo(202);
    }

    @Test
    void an_outcome_that_comes_during_the_shutdown_is_reported(Gateway shared) {
        Gateway gateway = Gateway.start();
        shared.processors().pauseReplies(true);
        String requestId = guid();
        CompletableFuture<HttpResponse<String>> waiting =
                CompletableFuture.supplyAsync(() -> gateway.post(CASES, requestId, BODY, "Prefer", "wait=30"));
        ConsumerRecord<String, ?> command = Awaitility.await()
                .until(
                        () -> shared.processors().commands().stream()
                                .filter(record -> record.value() instanceof SubmitCase submit
                                        && submit.getRequestId().toString().equals(requestId))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close);
        Awaitility.await().until(() -> !accepts(gateway));
        shared.processors().replyTo(command);

        assertThat(waiting.join().statusCode()).isEqualTo(200);
        stopped.join();
    }

    @Test
    void while_a_gateway_drains_requests_are_accepted_and_connections_are_closed_with_their_response()
            throws IOException {
        try (Gateway gateway = Gateway.start("caseline.shutdown.drain=8s");
                Socket kept = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            assertThat(post(kept)).startsWith("HTTP/1.1 202").doesNotContain("Connection: close");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close);
            Awaitility.await()
                    .until(() -> gateway.get("/actuator/health/readiness").statusCode() == 503);

            assertThat(post(kept)).startsWith("HTTP/1.1 202").contains("Connection: close");
            HttpResponse<String> accepted = gateway.post(CASES, guid(), BODY, "Prefer", "respond-async");
            assertThat(accepted.statusCode()).isEqualTo(202);
            assertThat(accepted.headers().firstValue("Connection")).contains("close");
            stopped.join();
        }
    }

    /** The head of the response to a new case; the connection is kept, if the gateway does. */
    private static String post(Socket kept) throws IOException {
        kept.getOutputStream()
                .write(("POST " + CASES + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Tokens.good()
                                + "\r\nX-GD-RequestId: " + guid()
                                + "\r\nPrefer: respond-async\r\nContent-Type: application/json\r\nContent-Length: "
                                + BODY.length() + "\r\n\r\n" + BODY)
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = kept.getInputStream().read();
            assertThat(next).as(head.toString()).isNotNegative();
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        assertThat(length.find()).isTrue();
        kept.getInputStream().skipNBytes(Integer.parseInt(length.group(1)));
        return head.toString();
    }

    private static boolean accepts(Gateway gateway) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String guid() {
        return UUID.randomUUID().toString();
    }
}
