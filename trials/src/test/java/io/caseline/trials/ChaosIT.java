package io.caseline.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short {@code ./caseline chaos}, which {@code mvn verify -Pchaos} runs. */
class ChaosIT {

    private static final Path HOME = Path.of("target", "chaos").toAbsolutePath();

    @Test
    void no_accepted_request_is_lost_or_processed_twice_when_services_are_killed() throws Exception {
        Process chaos = start("chaos", "--seed", "7", "--faults", "4", "--requests", "200");

        assertThat(new String(chaos.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("chaos cases, seed 7: nothing lost, nothing twice")
                .contains("chaos tellers, seed 7: nothing lost, nothing twice");
        assertThat(chaos.waitFor()).isZero();
        assertThat(Files.exists(HOME.resolve("chaos").resolve("data"))).isFalse();
    }

    private static Process start(String... arguments) throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dcaseline.root=..",
                "-jar",
                "target/trials.jar");
        java.command().addAll(List.of(arguments));
        java.environment().put("CASELINE_HOME", HOME.toString());
        return java.redirectErrorStream(true).start();
    }
}
