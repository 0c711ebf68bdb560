package io.caseline.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;

/** What ends with an exchange. */
class ExchangeTest {

    @Test
    void a_caller_that_goes_away_ends_what_waits_for_it_and_is_not_answered() throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAsyncSupported(true);
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger answers = new AtomicInteger();
        Exchange exchange = Exchange.open(
                request,
                Payload.mapper(20),
                Preference.of(Collections.emptyEnumeration(), Duration.ofSeconds(5), Duration.ofSeconds(30)),
                Duration.ofSeconds(30),
                () -> Answer.of(408, "none", ""),
                (answered, answer) -> answers.incrementAndGet(),
                () -> {});
        exchange.whenOver(ended::incrementAndGet);

        MockAsyncContext async = (MockAsyncContext) Objects.requireNonNull(request.getAsyncContext());
        async.getListeners().getFirst().onError(new AsyncEvent(async, new IOException("connection reset")));

        assertThat(ended).hasValue(1);
        exchange.answer(Answer.of(200, "0", ""));
        assertThat(answers).hasValue(0);
    }
}
