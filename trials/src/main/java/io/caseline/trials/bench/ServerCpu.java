package io.caseline.trials.bench;

import java.time.Duration;

/** CPU time of a process. */
interface ServerCpu {

    Duration used();

    /** Of the process with this id; zero after its end. */
    static ServerCpu of(long pid) {
        return () -> ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    static ServerCpu unmeasured() {
        return () -> Duration.ZERO;
    }
}
