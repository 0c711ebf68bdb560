package io.caseline.trials.bench;

import io.caseline.trials.Http;
import io.caseline.trials.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The sandbox as a benchmark sets it up, and what it has counted. */
record Org(Sandbox sandbox) {

    /** Delays each response by this much, and by this much more for each record. */
    void setLatency(Latency latency) throws InterruptedException {
        setFaults(Map.of("latency", latency.call().toMillis(), "latencyPerRecord", latency.recordMillis()));
    }

    /** Refuses each record of a program with a code, at this latency. */
    void refuse(String program, String code, Latency latency) throws InterruptedException {
        setFaults(Map.of(
                "latency",
                latency.call().toMillis(),
                "latencyPerRecord",
                latency.recordMillis(),
                "failRecords",
                List.of(Map.of(
                        "field",
                        "Caseline_Program__c",
                        "equals",
                        program,
                        "statusCode",
                        code,
                        "message",
                        "refused by the benchmark"))));
    }

    /** Refuses each record of these programs, each program with a code of its own, without latency. */
    void refuse(Map<String, String> codes) throws InterruptedException {
        setFaults(Map.of(
                "failRecords",
                codes.entrySet().stream()
                        .map(refused -> Map.of(
                                "field",
                                "Caseline_Program__c",
                                "equals",
                                refused.getKey(),
                                "statusCode",
                                refused.getValue(),
                                "fields",
                                List.of("Subject", "Description"),
                                "message",
                                "refused by the benchmark"))
                        .toList()));
    }

    /** Responds to nothing, not even to sign-ins, until the latency is set again. */
    void makeUnavailable() throws InterruptedException {
        setFaults(Map.of("outage", true));
    }

    private void setFaults(Map<String, Object> faults) throws InterruptedException {
        sandbox.setFaults(Http.JSON.writeValueAsString(faults));
    }

    /** Time that the sandbox takes for a call, and for each record on top. */
    record Latency(Duration call, Duration record) {

        static final Latency NONE = new Latency(Duration.ZERO, Duration.ZERO);

        double recordMillis() {
            return record.toNanos() / 1e6;
        }
    }

    /** API calls and inserted records since the sandbox started. */
    record Counts(long calls, long inserted) {
        Counts since(Counts before) {
            return new Counts(calls - before.calls, inserted - before.inserted);
        }

        double callsPerThousand() {
            return inserted == 0 ? 0 : 1000.0 * calls / inserted;
        }
    }

    Counts counts() throws InterruptedException {
        JsonNode stats = sandbox.stats();
        return new Counts(
                stats.path("apiCalls").asLong(), stats.path("recordsInserted").asLong());
    }

    /** The most concurrent calls since the sandbox started. */
    int mostConcurrentCalls() throws InterruptedException {
        return sandbox.stats().path("mostConcurrent").asInt();
    }
}
