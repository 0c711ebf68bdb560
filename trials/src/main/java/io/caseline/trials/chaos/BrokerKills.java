package io.caseline.trials.chaos;

import io.caseline.local.platform.KafkaCluster;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Kills of one of three brokers, and whether requests were accepted before it was back. */
final class BrokerKills {
    private static final int BROKERS = 3;

    private final SystemUnderTest system;
    private final RequestLog log;
    private final Random random;
    private final List<Long> acceptedMeanwhile = new CopyOnWriteArrayList<>();

    BrokerKills(SystemUnderTest system, RequestLog log, Random random) {
        this.system = system;
        this.log = log;
        this.random = random;
    }

    /** @param restart starts it again; completes when it has caught up with the others */
    CompletableFuture<Void> killOne(Function<String, CompletableFuture<Void>> restart) throws InterruptedException {
        String broker = KafkaCluster.name(1 + random.nextInt(BROKERS));
        long before = log.accepted();
        system.kill(broker);
        return restart.apply(broker).thenRun(() -> acceptedMeanwhile.add(log.accepted() - before));
    }

    /** Nothing to check without a kill. */
    void check(CheckReport report) {
        if (!acceptedMeanwhile.isEmpty()) {
            report.all(
                    "kills of a broker during which requests were accepted",
                    acceptedMeanwhile,
                    accepted -> accepted > 0,
                    accepted -> "none was accepted");
        }
    }
}
