package io.caseline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.web.Drain;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

/** What ends an exchange, and what ends with it. */
class ExchangeTest {
    private final Exchanges exchanges = new Exchanges(
            new RequestSettings(
                    DataSize.ofKilobytes(64),
                    Duration.ofSeconds(10),
                    20,
                    1,
                    1,
                    UUID.randomUUID(),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(2)),
            new RequestMetrics(new SimpleMeterRegistry()),
            new Drain(Duration.ZERO),
            new OutcomeThreads());
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final MockHttpServletRequest request = new MockHttpServletRequest() {
        @Override
        public AsyncContext startAsync() {
            return startAsync(this, response);
        }
    };
    private final Exchange exchange = open();

    private Exchange open() {
        request.setAsyncSupported(true);
        return exchanges.open(
                request,
                "case",
                Duration.ofSeconds(5),
                (problem, named, of) -> Response.of(problem.status(), "none", ""));
    }

    @Test
    void a_caller_that_disconnects_ends_the_wait_and_gets_no_response() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        exchange.whenClosed(closed::incrementAndGet);

        async().getListeners().getFirst().onError(new AsyncEvent(async(), new IOException("connection reset")));

        assertThat(closed).hasValue(1);
        exchange.respond(Response.of(200, "0", ""));
        assertThat(response.getContentAsByteArray()).isEmpty();
    }

    @Test
    void an_action_for_the_end_runs_at_once_after_the_end() {
        exchange.respond(Response.of(200, "0", ""));
        AtomicInteger closed = new AtomicInteger();
        exchange.whenClosed(closed::incrementAndGet);
        assertThat(closed).hasValue(1);
    }

    @Test
    void a_step_that_throws_gets_an_error_response() {
        exchange.run(() -> {
            throw new IllegalStateException("expected");
        });
        assertThat(response.getStatus()).isEqualTo(500);
    }

    @Test
    void only_the_first_response_is_written() {
        exchange.respond(Response.of(202, "0", ""));
        exchange.respond(Response.of(200, "0", ""));
        assertThat(response.getStatus()).isEqualTo(202);
    }

    private MockAsyncContext async() {
        return (MockAsyncContext) Objects.requireNonNull(request.getAsyncContext());
    }
}
