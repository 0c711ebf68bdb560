package io.caseline.trials.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.trials.bench.Heap.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapTest {
    private static final int MEGA = 1024 * 1024;

    @Test
    void growth_is_of_what_is_live_from_the_first_sample_to_the_last() {
        List<Sample> samples = List.of(
                new Sample(0, 90 * MEGA, 50 * MEGA),
                new Sample(10, 80 * MEGA, 70 * MEGA),
                new Sample(20, 99 * MEGA, 53 * MEGA));

        assertThat(Heap.growth(samples)).isEqualTo(3 * MEGA);
        assertThat(Heap.line(samples, 256 * MEGA)).contains("heap of 256 MB", "10: 70 (80)", "growth +3 MB");
    }

    @Test
    void another_jvm_is_looked_at() throws Exception {
        Process sleeper = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx40m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sleeper.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(sleeper.getInputStream().read()).isEqualTo('r');
            try (Heap heap = Heap.of(sleeper.pid())) {
                heap.sample(1);

                assertThat(heap.max()).isBetween(30L * MEGA, 40L * MEGA);
                assertThat(heap.samples().getFirst().live()).isBetween(1L, 30L * MEGA);
            }
        } finally {
            sleeper.destroyForcibly().waitFor();
        }
    }

    /** A JVM that says when it runs, and then does nothing. */
    static final class Sleeper {
        private Sleeper() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("running");
            Thread.sleep(600_000);
        }
    }
}
