package io.caseline.cases.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.console.ConsoleSettings.Tellers;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;

/** A session ends without clicks, and in any case after some hours. */
class SessionLimitsTest {
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration MAX = Duration.ofHours(8);

    private Instant now = Instant.parse("2026-01-01T08:00:00Z");
    private final SessionLimits limits =
            new SessionLimits(new ConsoleSettings(Map.of(), "roles", IDLE, MAX, new Tellers(null, null)), () -> now);
    private final MockHttpSession session = new MockHttpSession();

    @BeforeEach
    void signIn() {
        limits.begin(session);
    }

    @Test
    void clicks_keep_a_session_alive_until_its_maximum() {
        for (Duration age = Duration.ZERO; age.compareTo(MAX) < 0; age = age.plusMinutes(20)) {
            now = now.plus(Duration.ofMinutes(20));
            assertThat(endsWith("/console/audit")).as(age.toString()).isFalse();
        }
        now = now.plus(Duration.ofMinutes(20));
        assertThat(endsWith("/console/audit")).isTrue();
    }

    @Test
    void a_page_that_refreshes_itself_keeps_no_session_alive() {
        for (int minutes = 1; minutes <= 30; minutes++) {
            now = now.plus(Duration.ofMinutes(1));
            assertThat(endsWith("/console/live/overview")).isFalse();
        }
        now = now.plus(Duration.ofMinutes(1));
        assertThat(endsWith("/console/live/overview")).isTrue();
    }

    private boolean endsWith(String path) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setSession(session);
        try {
            limits.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
        } catch (IOException | ServletException e) {
            throw new IllegalStateException(e);
        }
        return session.isInvalid();
    }
}
