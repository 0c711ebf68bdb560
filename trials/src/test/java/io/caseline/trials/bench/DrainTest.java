package io.caseline.trials.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.caseline.cli.CliException;
import io.caseline.trials.bench.Drain.Drained;
import io.caseline.trials.bench.Drain.Window;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainTest {
    private Duration now = Duration.ofDays(1);
    private Duration cpu = Duration.ofSeconds(30);
    private final Window window = new Window(400, () -> cpu, () -> now.toNanos());

    @Test
    void outcomes_of_the_warm_up_are_not_measured() {
        arrived(200, 9_000, 5_000);
        arrived(450, 1_000, 100);
        arrived(800, 2_000, 40);
        arrived(950, 500, 10);

        Drained drained = window.drained();

        assertThat(drained.outcomes()).isEqualTo(500);
        assertThat(drained.rate()).isCloseTo(200, within(0.001));
        assertThat(drained.cpuMicros()).isCloseTo(100, within(0.001));
    }

    @Test
    void simultaneous_outcomes_cannot_be_measured() {
        arrived(1_000, 500, 10);

        assertThatThrownBy(window::drained).isInstanceOf(CliException.class).hasMessageContaining("too few");
    }

    private void arrived(int number, int millisLater, int cpuMillisMore) {
        now = now.plusMillis(millisLater);
        cpu = cpu.plusMillis(cpuMillisMore);
        window.arrived(number);
    }
}
