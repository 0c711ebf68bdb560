package io.caseline.gateway.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SendPermitsTest {
    private static final Duration LONGER_THAN_THE_TEST = Duration.ofMinutes(10);

    @Test
    void a_caller_waits_for_the_permit_of_another() throws InterruptedException {
        SendPermits permits = new SendPermits(1, LONGER_THAN_THE_TEST);
        assertThat(permits.acquire()).isTrue();
        CompletableFuture<Boolean> acquired = new CompletableFuture<>();
        Thread other = Thread.ofPlatform().start(() -> acquired.complete(permits.acquire()));
        Awaitility.await().until(() -> other.getState() == Thread.State.TIMED_WAITING);

        permits.release(true);

        assertThat(acquired.join()).isTrue();
        other.join();
    }

    @Test
    void no_caller_waits_when_no_send_gets_through_until_one_does() {
        SendPermits permits = new SendPermits(2, Duration.ofNanos(1));
        permits.acquire();
        permits.acquire();
        assertThat(permits.acquire()).isFalse();

        permits.release(false);
        assertThat(permits.acquire()).isTrue();
        assertThat(permits.acquire()).isFalse();

        permits.release(true);
        permits.release(true);
        assertThat(permits.acquire()).isTrue();
    }
}
