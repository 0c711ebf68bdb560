package io.caseline.trials.bench;

import io.caseline.trials.bench.Org.Latency;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How slow the sandbox is during a benchmark. */
final class LatencyOptions {

    @Option(
            names = "--latency",
            paramLabel = "MS",
            defaultValue = "150",
            description = "Milliseconds that the sandbox takes for a call. Default: ${DEFAULT-VALUE}.")
    private int latency;

    @Option(
            names = "--latency-per-record",
            paramLabel = "MS",
            defaultValue = "5",
            description = "Milliseconds on top for each record. Default: ${DEFAULT-VALUE}.")
    private int latencyPerRecord;

    Latency latency() {
        PlatformOptions.atLeast(0, "--latency", latency);
        PlatformOptions.atLeast(0, "--latency-per-record", latencyPerRecord);
        return new Latency(Duration.ofMillis(latency), Duration.ofMillis(latencyPerRecord));
    }
}
