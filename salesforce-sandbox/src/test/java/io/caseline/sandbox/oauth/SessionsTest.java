package io.caseline.sandbox.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxSettings;
import io.caseline.sandbox.TickingClock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private final TickingClock clock = new TickingClock();
    private final Sessions sessions = new Sessions(
            new SandboxSettings("id", "secret", null, 100, Duration.ofHours(2), Set.of("localhost")), clock);

    @Test
    void a_session_stays_valid_while_it_is_used() {
        String token = sessions.open();

        clock.pass(Duration.ofMinutes(119));
        assertThat(sessions.use(token)).isTrue();
        clock.pass(Duration.ofMinutes(119));
        assertThat(sessions.use(token)).isTrue();

        clock.pass(Duration.ofMinutes(121));
        assertThat(sessions.use(token)).isFalse();
    }

    @Test
    void every_sign_in_has_a_token_of_its_own() {
        String first = sessions.open();
        String second = sessions.open();

        assertThat(sessions.end(first)).isTrue();

        assertThat(sessions.use(first)).isFalse();
        assertThat(sessions.use(second)).isTrue();
    }
}
