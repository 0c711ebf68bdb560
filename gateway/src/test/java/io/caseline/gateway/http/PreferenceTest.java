package io.caseline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreferenceTest {

    @Test
    void without_a_preference_the_default_wait_applies() {
        assertThat(of()).isEqualTo(new Preference(Duration.ofSeconds(5), false, Optional.empty()));
    }

    @Test
    void respond_async_does_not_wait() {
        assertThat(of("respond-async").waitTime()).isZero();
        assertThat(of("respond-async").respondAsync()).isTrue();
        assertThat(of("Respond-Async; foo=bar").applied()).hasValue("respond-async");
    }

    @Test
    void a_wait_is_capped_and_reported() {
        assertThat(of("wait=7").waitTime()).isEqualTo(Duration.ofSeconds(7));
        assertThat(of("wait=600").applied()).hasValue("wait=30");
        assertThat(of("wait=999999999999").applied()).isEmpty();
    }

    @Test
    void both_together_wait_first_as_the_rfc_says() {
        assertThat(of("respond-async, wait=3").waitTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(of("wait=3, respond-async").respondAsync()).isTrue();
        assertThat(of("wait=3").respondAsync()).isFalse();
        assertThat(of("respond-async", "wait=\"3\"").waitTime()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void unknown_preferences_are_ignored() {
        assertThat(of("handling=lenient, wait=-1, return=minimal").applied()).isEmpty();
    }

    private static Preference of(String... headers) {
        return Preference.of(Collections.enumeration(List.of(headers)), Duration.ofSeconds(5), Duration.ofSeconds(30));
    }
}
