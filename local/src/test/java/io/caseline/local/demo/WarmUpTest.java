package io.caseline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private final List<String> console = new ArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int slow;

    @SuppressWarnings("NullAway.Init")
    private HttpServer gateway;

    @BeforeEach
    void aGateway() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        gateway.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (requests.incrementAndGet() <= slow) {
                pause();
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void a_cold_system_is_warmed_up_and_told_apart() throws Exception {
        slow = 1;

        warmUp();

        assertThat(requests.get()).isGreaterThan(32);
        assertThat(console).first().isEqualTo("warming up the JVMs, which have just started");
        assertThat(console).last().asString().startsWith("  slowest of the first 32 requests: ");
    }

    @Test
    void a_system_that_never_becomes_fast_delays_the_demo_for_a_bounded_time() throws Exception {
        slow = Integer.MAX_VALUE;

        warmUp();

        assertThat(requests.get()).isEqualTo(15 * 32);
    }

    private void warmUp() throws IOException, InterruptedException {
        String address = "http://%s:%d"
                .formatted(
                        gateway.getAddress().getAddress().getHostAddress(),
                        gateway.getAddress().getPort());
        new WarmUp(new Partner(address), "token", console::add).run();
    }

    /** Longer than a response of a warm system takes. */
    private static void pause() {
        try {
            var unused = new CountDownLatch(1).await(450, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
