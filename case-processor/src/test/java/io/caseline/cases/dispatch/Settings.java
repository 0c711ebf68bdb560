package io.caseline.cases.dispatch;

import io.caseline.cases.BackOffSettings;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Settings that commands are dispatched with. */
final class Settings {
    private Settings() {}

    static DispatchSettings dispatch() {
        return dispatch(DataSize.ofMegabytes(32), DataSize.ofMegabytes(8));
    }

    static DispatchSettings dispatch(DataSize memory, DataSize memoryPerProgram) {
        return new DispatchSettings(
                memory,
                memoryPerProgram,
                400,
                4,
                new BackOffSettings(Duration.ofSeconds(1), Duration.ofSeconds(3)),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(11));
    }
}
