package io.caseline.trials.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.caseline.trials.Http;
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

class TcpProxyTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String INSERT = "/services/data/v62.0/composite";

    private final AtomicInteger served = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private TcpProxy tap;

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
        tap = TcpProxy.of("case-processor", server.getAddress().getPort(), SalesforceProtocol::new);
        client = new Http("http://127.0.0.1:" + tap.port(), TIMEOUT);
    }

    @AfterEach
    void close() throws IOException {
        tap.close();
        server.stop(0);
    }

    @Test
    void without_a_breakpoint_everything_passes() throws Exception {
        assertThat(client.send("POST", INSERT, Map.of(), "{}").text("/served")).isEqualTo("1");
        assertThat(client.send("GET", "/services/data", Map.of(), "").text("/served"))
                .isEqualTo("2");
    }

    @Test
    void an_answer_is_withheld_when_the_work_is_done_and_arrives_when_it_is_released() throws Exception {
        Breakpoint breakpoint = breakAt(FaultPoint.CALLED);
        CompletableFuture<String> answer = insert();

        assertThat(breakpoint.awaitReached(TIMEOUT)).isEqualTo("case-processor");
        assertThat(served).hasValue(1);
        assertThat(answer).isNotDone();

        breakpoint.release();
        assertThat(answer.join()).isEqualTo("1");
    }

    @Test
    void what_is_dropped_never_arrives() throws Exception {
        Breakpoint breakpoint = breakAt(FaultPoint.CALLED);
        CompletableFuture<String> answer = insert();
        assertThat(breakpoint.awaitReached(TIMEOUT)).isEqualTo("case-processor");

        breakpoint.drop();

        assertThatThrownBy(answer::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void a_breakpoint_is_for_one_message_at_its_own_point() throws Exception {
        Breakpoint elsewhere = breakAt(FaultPoint.DECIDED);
        assertThat(insert().join()).isEqualTo("1");
        assertThat(elsewhere.awaitReached(Duration.ZERO)).isNull();

        Breakpoint breakpoint = breakAt(FaultPoint.CALLED);
        assertThat(client.send("GET", "/services/data", Map.of(), "").text("/served"))
                .isEqualTo("2");
        CompletableFuture<String> withheld = insert();
        assertThat(breakpoint.awaitReached(TIMEOUT)).isEqualTo("case-processor");
        assertThat(insert().join()).isEqualTo("4");
        breakpoint.release();
        assertThat(withheld.join()).isEqualTo("3");
    }

    @Test
    void a_call_is_withheld_before_the_org_gets_it() throws Exception {
        Breakpoint breakpoint = breakAt(FaultPoint.CLAIMED);
        CompletableFuture<String> answer = insert();

        assertThat(breakpoint.awaitReached(TIMEOUT)).isEqualTo("case-processor");
        assertThat(served).hasValue(0);

        breakpoint.release();
        assertThat(answer.join()).isEqualTo("1");
    }

    private Breakpoint breakAt(FaultPoint point) {
        Breakpoint breakpoint = new Breakpoint(point);
        tap.set(breakpoint);
        return breakpoint;
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
