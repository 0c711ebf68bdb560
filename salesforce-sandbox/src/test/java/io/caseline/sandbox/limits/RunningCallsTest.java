package io.caseline.sandbox.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.TickingClock;
import io.caseline.sandbox.limits.RunningCalls.Call;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunningCallsTest {

    private final TickingClock clock = new TickingClock();
    private final RunningCalls running = new RunningCalls(clock);

    @Test
    void twenty_five_calls_of_twenty_seconds_are_too_many() {
        List<Call> calls = start(25);
        assertThat(running.longRunningLimitReached()).isFalse();

        clock.pass(Duration.ofSeconds(20));
        assertThat(running.longRunningLimitReached()).isTrue();

        calls.getFirst().close();
        assertThat(running.longRunningLimitReached()).isFalse();
    }

    @Test
    void the_number_of_short_calls_is_not_limited() {
        start(24);
        clock.pass(Duration.ofSeconds(60));
        List<Call> calls = start(1000);

        assertThat(running.longRunningLimitReached()).isFalse();
        assertThat(calls.getLast().concurrent()).isEqualTo(1024);
    }

    private List<Call> start(int count) {
        return IntStream.range(0, count).mapToObj(i -> running.start()).toList();
    }
}
