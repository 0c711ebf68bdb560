package io.caseline.trials.bench;

import java.time.Duration;

/** Processor time that a process has used. */
interface ServerCpu {

    Duration used();

    /** Of the process with this id; zero once it is gone. */
    static ServerCpu of(long pid) {
        return () -> ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    static ServerCpu unmeasured() {
        return () -> Duration.ZERO;
    }
}
