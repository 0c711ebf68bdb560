package io.caseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class OutputWatchTest {

    @Test
    void a_command_that_prints_nothing_more_notices_that_its_reader_has_ended()
            throws IOException, InterruptedException {
        Process java = start();
        assertThat(java.getInputStream().readNBytes(6))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("ready\n");

        java.getInputStream().close();

        assertThat(java.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(java.exitValue()).isEqualTo(7);
    }

    /** Or the reader would wait for its end. */
    @Test
    void nothing_outlives_a_command_that_is_killed() throws IOException {
        Process java = start();
        assertThat(java.getInputStream().readNBytes(6))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("ready\n");

        java.toHandle().destroyForcibly(); // the process would close its streams

        assertThat(java.getInputStream().readAllBytes()).isEmpty();
    }

    private static Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Silent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static final class Silent {

        private Silent() {}

        public static void main(String[] arguments) throws InterruptedException {
            CountDownLatch closed = new CountDownLatch(1);
            OutputWatch.start(closed::countDown);
            System.out.println("ready");
            closed.await();
            System.exit(7);
        }
    }
}
