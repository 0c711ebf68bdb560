package io.caseline.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TapTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String INSERT = "/services/data/v62.0/composite";

    private final AtomicInteger served = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private Tap tap;

    @SuppressWarnings("NullAway.Init")
    private Http client;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = "{\"served\": %d}".formatted(served.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        tap = Tap.to(server.getAddress().getPort(), SalesforceWire::new);
        client = new Http("http://127.0.0.1:" + tap.port(), PATIENCE);
    }

    @AfterEach
    void close() throws IOException {
        tap.close();
        server.stop(0);
    }

    @Test
    void without_a_trap_everything_passes() throws Exception {
        assertThat(client.send("POST", INSERT, Map.of(), "{}").text("/served")).isEqualTo("1");
        assertThat(client.send("GET", "/services/data", Map.of(), "").text("/served"))
                .isEqualTo("2");
    }

    @Test
    void an_answer_is_withheld_when_the_work_is_done_and_arrives_when_it_is_let_go() throws Exception {
        Trap trap = tap.arm(Point.AFTER_SALESFORCE);
        CompletableFuture<String> answer = insert();

        assertThat(trap.awaitSprung(PATIENCE)).isTrue();
        assertThat(served).hasValue(1);
        assertThat(answer).isNotDone();

        trap.letGo();
        assertThat(answer.join()).isEqualTo("1");
    }

    @Test
    void what_is_dropped_never_arrives() throws Exception {
        Trap trap = tap.arm(Point.AFTER_SALESFORCE);
        CompletableFuture<String> answer = insert();
        assertThat(trap.awaitSprung(PATIENCE)).isTrue();

        trap.drop();

        assertThatThrownBy(answer::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void a_trap_is_for_one_message_at_its_own_point() throws Exception {
        Trap elsewhere = tap.arm(Point.BEFORE_COMMIT);
        assertThat(insert().join()).isEqualTo("1");
        assertThat(elsewhere.awaitSprung(Duration.ZERO)).isFalse();

        Trap trap = tap.arm(Point.AFTER_SALESFORCE);
        assertThat(client.send("GET", "/services/data", Map.of(), "").text("/served"))
                .isEqualTo("2");
        CompletableFuture<String> withheld = insert();
        assertThat(trap.awaitSprung(PATIENCE)).isTrue();
        assertThat(insert().join()).isEqualTo("4");
        trap.letGo();
        assertThat(withheld.join()).isEqualTo("3");
    }

    private CompletableFuture<String> insert() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return client.send("POST", INSERT, Map.of(), "{}").text("/served");
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Executors.newVirtualThreadPerTaskExecutor());
    }
}
