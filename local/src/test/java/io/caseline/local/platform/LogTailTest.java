package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path log;

    @BeforeEach
    void log() {
        log = folder.resolve("gateway.log");
    }

    @Test
    void the_last_lines_of_a_log_are_read() throws IOException {
        Files.writeString(log, "one\ntwo\nthree\n");

        assertThat(LogTail.last(log, 2)).isEqualTo("two\nthree");
        assertThat(LogTail.last(log, 20)).isEqualTo("one\ntwo\nthree");
        assertThat(LogTail.last(folder.resolve("none.log"), 20)).isEmpty();
    }

    @Test
    void only_complete_lines_are_returned() throws IOException {
        Files.writeString(log, "before\n");
        LogTail tail = new LogTail(log);

        append("one\ntw");
        assertThat(tail.added()).containsExactly("one");
        assertThat(tail.added()).isEmpty();
        append("o\n");
        assertThat(tail.added()).containsExactly("two");
    }

    @Test
    void only_warnings_are_printed_with_the_name_of_the_service() throws IOException {
        Queue<String> console = new ConcurrentLinkedQueue<>();
        LogWatch watch = new LogWatch(console::add);
        watch.follow("gateway", log);
        watch.start();

        append("10:00  INFO all is well\n10:01  WARN Kafka is slow\n10:02 ERROR: duplicate key\n10:03 ERROR 500\n");

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(console)
                        .containsExactly("gateway | 10:01  WARN Kafka is slow", "gateway | 10:03 ERROR 500"));
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
