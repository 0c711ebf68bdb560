package io.caseline.trials.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Callers who wait for their case number over HTTP. Each sends its next case when the last one is answered. */
final class CallerLoad {
    static final String PROGRAM = "gobank";

    private final InetSocketAddress gateway;
    private final CaseRequests requests;
    private final MeasuredService processor;
    private final ServerCpu cpu;
    private final PrintStream out;
    private int answered;
    private int unexpected;

    /** @param processor is running already */
    CallerLoad(BenchPlatform platform, MeasuredService processor, PrintStream out) {
        this.gateway = platform.gateway();
        this.requests = new CaseRequests(gateway, platform.token(List.of()), "wait=30");
        this.processor = processor;
        this.cpu = ServerCpu.of(processor.pid());
        this.out = out;
    }

    Measured run(String name, int callers, Duration duration) throws IOException {
        Measured measured = new HttpLoad(gateway, callers, 200, requests.ofProgram(PROGRAM)).run(name, duration, cpu);
        answered += Math.toIntExact(measured.requests());
        unexpected += Math.toIntExact(measured.others());
        if (measured.others() > 0) {
            out.println("responses without a case number, by HTTP status: " + measured.otherResponses());
        }
        processor.checkAlive();
        return measured;
    }

    /** Forgets the responses without a case number so far. */
    void ignoreUnexpected() {
        unexpected = 0;
    }

    /** Requests that were answered with a case number. */
    int answered() {
        return answered;
    }

    /** Requests that were answered otherwise, or not at all. */
    int unexpected() {
        return unexpected;
    }
}
