package io.caseline.trials.chaos;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Supervisor;
import io.caseline.local.platform.Topology;
import io.caseline.local.platform.Topology.Instance;
import io.caseline.trials.Http;
import io.caseline.trials.Sandbox;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Replaces the instances of gateway and case-processor under load, one after the other, and takes one of each away. Callers
 * reach the gateways through a {@link Balancer}, and the gateways the case-processors through another. No caller may notice.
 */
final class UpgradeTrial {
    private static final String GATEWAY = Port.GATEWAY.toString();
    private static final String CASE_PROCESSOR = Port.CASE_PROCESSOR.toString();
    private static final String SECOND = "-2";

    /** Consumers first, as the deployment guide says. */
    private static final List<String> REPLACED =
            List.of(CASE_PROCESSOR, CASE_PROCESSOR + SECOND, GATEWAY, GATEWAY + SECOND);

    private static final List<String> TAKEN_AWAY = List.of(CASE_PROCESSOR + SECOND, GATEWAY + SECOND);

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    /** Requests between two steps. */
    private final int requests;

    private final Ports ports;
    private final Consumer<String> console;
    private final Balancer gateways;
    private final Balancer processors;
    private final Supervisor supervisor;

    UpgradeTrial(Home home, Ports ports, int requests, Consumer<String> console) {
        this.ports = ports;
        this.requests = requests;
        this.console = console;
        gateways = Balancer.of(List.of(ports.of(Port.GATEWAY), secondGateway()));
        processors = Balancer.of(List.of(ports.of(Port.CASE_PROCESSOR), secondProcessor()));
        supervisor = new Supervisor(home, ports, Topology.replicated(home, ports, instances()), console, warning -> {});
    }

    /** @return whether every request was answered as if nothing had happened */
    boolean run(String token) throws IOException, InterruptedException {
        supervisor.stopOnExit();
        supervisor.start();
        new Sandbox(new Http(ports.url(Port.SALESFORCE_SANDBOX), Duration.ofSeconds(5)))
                .setFaults("{\"latency\": 150, \"latencyPerRecord\": 5}");
        await(
                "all instances are ready",
                () -> gateways.ready().size() + processors.ready().size() == 4);
        UpgradeCallers callers = new UpgradeCallers(gateways.url(), token);
        callers.start();
        try {
            pause(callers);
            replace(callers);
        } finally {
            callers.stop();
        }
        boolean passed = callers.report(console);
        supervisor.stop();
        gateways.close();
        processors.close();
        return passed;
    }

    private void replace(UpgradeCallers callers) throws IOException, InterruptedException {
        for (String instance : REPLACED) {
            console.accept("replacing " + instance);
            supervisor.stop(instance);
            supervisor.restart(instance);
            await(instance + " is ready", () -> balancer(instance).ready().size() == 2);
            pause(callers);
        }
        for (String instance : TAKEN_AWAY) {
            console.accept("taking away " + instance);
            supervisor.stop(instance);
            pause(callers);
        }
    }

    private Balancer balancer(String instance) {
        return instance.startsWith(GATEWAY) ? gateways : processors;
    }

    private void pause(UpgradeCallers callers) throws InterruptedException {
        long until = callers.responses() + requests;
        await(requests + " more responses", () -> callers.responses() >= until);
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            supervisor.checkAlive();
            if (System.nanoTime() > deadline) {
                throw new CliException("not within %s: %s".formatted(TIMEOUT, what));
            }
            Thread.sleep(100);
        }
    }

    private List<Instance> instances() {
        Map<String, String> drain = Map.of("CASELINE_SHUTDOWN_DRAIN", "5s");
        Map<String, String> gateway =
                Map.of("CASELINE_SHUTDOWN_DRAIN", "5s", "SPRING_HTTP_SERVICECLIENT_CASES_BASEURL", processors.url());
        Map<String, String> second = Map.of(
                "CASELINE_SHUTDOWN_DRAIN",
                "5s",
                "CASELINE_OPERATIONS_PORT",
                Integer.toString(ports.base() + Port.values().length + 2));
        return List.of(
                new Instance(Port.CASE_PROCESSOR, CASE_PROCESSOR, ports.of(Port.CASE_PROCESSOR), drain),
                new Instance(Port.CASE_PROCESSOR, CASE_PROCESSOR + SECOND, secondProcessor(), second),
                new Instance(Port.GATEWAY, GATEWAY, ports.of(Port.GATEWAY), gateway),
                new Instance(Port.GATEWAY, GATEWAY + SECOND, secondGateway(), gateway));
    }

    private int secondGateway() {
        return ports.base() + Port.values().length;
    }

    private int secondProcessor() {
        return ports.base() + Port.values().length + 1;
    }
}
