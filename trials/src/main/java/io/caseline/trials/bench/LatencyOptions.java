package io.caseline.trials.bench;

import io.caseline.cli.PositiveConverter;
import io.caseline.trials.bench.Org.Latency;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How slow the sandbox is during a benchmark. */
final class LatencyOptions {

    @Option(
            names = "--latency",
            paramLabel = "MS",
            converter = PositiveConverter.OrZero.class,
            defaultValue = "150",
            description = "Milliseconds that the sandbox takes for a call. Default: ${DEFAULT-VALUE}.")
    private int latency;

    @Option(
            names = "--latency-per-record",
            paramLabel = "MS",
            converter = PositiveConverter.OrZero.class,
            defaultValue = "5",
            description = "Milliseconds on top for each record. Default: ${DEFAULT-VALUE}.")
    private int latencyPerRecord;

    Latency latency() {
        return new Latency(Duration.ofMillis(latency), Duration.ofMillis(latencyPerRecord));
    }
}
