package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRotationTest {
    @TempDir
    Path folder;

    Path log;
    LogRotation rotation;

    @BeforeEach
    void setUp() {
        log = folder.resolve("gateway.log");
        rotation = new LogRotation(folder, 8, message -> {});
    }

    @Test
    void a_large_log_is_set_aside_and_its_service_goes_on_writing() throws IOException {
        LogTail tail = new LogTail(log);
        try (OutputStream service = new FileOutputStream(log.toFile(), true)) {
            write(service, "first line\n");
            assertThat(tail.added()).containsExactly("first line");
            rotation.rotate();
            write(service, "second\n");
            rotation.rotate();
        }
        assertThat(log).content().isEqualTo("second\n");
        assertThat(folder.resolve("gateway.log.1")).content().isEqualTo("first line\n");
        assertThat(tail.added()).containsExactly("second");
    }

    @Test
    void the_latest_logs_are_kept_and_each_run_begins_a_new_one() throws IOException {
        for (String run : List.of("a", "b", "c", "d", "e")) {
            LogRotation.beginNew(log);
            Files.writeString(log, run);
        }
        Files.writeString(log, "more than 8 bytes");
        rotation.rotate();

        assertThat(names()).containsExactly("gateway.log", "gateway.log.1", "gateway.log.2", "gateway.log.3");
        assertThat(folder.resolve("gateway.log.1")).content().isEqualTo("more than 8 bytes");
        assertThat(folder.resolve("gateway.log.3")).content().isEqualTo("c");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void write(OutputStream service, String text) throws IOException {
        service.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
