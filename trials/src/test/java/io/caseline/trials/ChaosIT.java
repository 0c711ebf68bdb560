package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The short form of {@code ./caseline chaos}: a kill at each of the points that matter, and both verdicts. */
class ChaosIT {

    private static final Path HOME = Path.of("target", "chaos");

    @Test
    void nothing_accepted_is_lost_or_done_twice_when_parts_are_killed_at_the_worst_moments() throws Exception {
        var chaos = new CommandLineSystem(HOME).caseline("chaos", "--seed", "7", "--faults", "4", "--requests", "200");

        assertThat(chaos.output())
                .contains("chaos cases, seed 7: nothing lost, nothing twice")
                .contains("chaos tellers, seed 7: nothing lost, nothing twice");
        assertThat(chaos.exit()).isZero();
        assertThat(Files.exists(HOME.resolve("chaos").resolve("data"))).isFalse();
    }
}
