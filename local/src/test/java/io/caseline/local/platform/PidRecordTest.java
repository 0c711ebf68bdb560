package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PidRecordTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Home home;

    @SuppressWarnings("NullAway.Init")
    private Process process;

    @BeforeEach
    void somethingRuns() throws IOException {
        home = new Home(folder, folder.resolve("home"));
        process = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void a_record_is_read_as_it_was_written() throws IOException {
        PidRecord record = PidRecord.of("gateway", process.toHandle());
        record.write(home);

        assertThat(PidRecord.read(home, "gateway")).contains(record);
        assertThat(PidRecord.all(home)).containsExactly(record);
        assertThat(record.process()).contains(process.toHandle());
    }

    @Test
    void a_process_with_another_start_is_another_process() {
        PidRecord record = PidRecord.of("gateway", process.toHandle());
        PidRecord before = new PidRecord("gateway", record.pid(), "1 " + record.start());

        assertThat(before.process()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_process_is_known_by_what_the_clock_does_not_move() throws IOException {
        String start = PidRecord.of("gateway", process.toHandle()).start();

        assertThat(start).matches("[0-9]+ ticks after boot [0-9a-f-]{36}");
        assertThat(Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat")))
                .contains(" " + start.substring(0, start.indexOf(' ')) + " ");
    }

    @Test
    void an_ended_process_is_not_found() throws InterruptedException {
        PidRecord record = PidRecord.of("gateway", process.toHandle());
        process.destroyForcibly().waitFor();

        assertThat(record.process()).isEmpty();
    }

    @Test
    void an_incomplete_record_is_ignored() throws IOException {
        Files.writeString(home.run("gateway.pid"), "pid=12");

        assertThat(PidRecord.read(home, "gateway")).isEmpty();
        assertThat(PidRecord.all(home)).isEmpty();
    }

    @Test
    void leftovers_of_a_killed_supervisor_are_stopped_and_reported() throws IOException, InterruptedException {
        PidRecord.of("gateway", process.toHandle()).write(home);
        List<String> said = new ArrayList<>();

        assertThat(RunningPlatform.of(home).stop(said::add)).isTrue();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said).singleElement().asString().contains("gateway", Long.toString(process.pid()));
        assertThat(PidRecord.all(home)).isEmpty();
        assertThat(RunningPlatform.of(home).stop(said::add)).isFalse();
    }
}
