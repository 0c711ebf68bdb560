package io.caseline.trials.chaos;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.KafkaCluster;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Secrets;
import io.caseline.local.platform.Supervisor;
import io.caseline.local.platform.Topology;
import io.caseline.local.platform.Topology.Instance;
import io.caseline.trials.Operations;
import io.caseline.trials.chaos.FaultPoint.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The platform that faults are injected into: two instances of each processor, each connected to Kafka, PostgreSQL and
 * Salesforce through proxies of its own.
 */
final class SystemUnderTest {

    /** Consecutive ports: those of any platform, of the second instances and their operations port, and of the broker's listeners for proxies. */
    private static final int PORTS = 24;

    private static final int SECOND_INSTANCES = Port.values().length;
    private static final int SECOND_OPERATIONS = SECOND_INSTANCES + 2;
    private static final int LISTENERS = SECOND_OPERATIONS + 1;

    /** All types of events; and short timeouts, so that the partitions of a dead instance are soon assigned to the other one. */
    private static final Map<String, String> SETTINGS = Map.of(
            "CASELINE_EVENTS_RECEIVED", "true",
            "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1",
            "LOGGING_LEVEL_ORG_APACHE_KAFKA", "warn",
            "SPRING_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS", "6000",
            "SPRING_KAFKA_CONSUMER_PROPERTIES_HEARTBEAT_INTERVAL_MS", "1500",
            "SPRING_HTTP_SERVICECLIENT_SALESFORCE_READTIMEOUT", "4s",
            "CASELINE_SALESFORCE_HOLD_LONGEST", "2s",
            "CASELINE_DISPATCH_PROBEEVERY", "2s",
            "CASELINE_LIFE_EVERY", "1s",
            "CASELINE_DISPATCH_LOOKUPAFTER", "20s");

    /** Of one request to the operations API; its instance may be frozen. */
    private static final Duration OPERATIONS_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaTaps taps;
    private final Map<Server, List<TcpProxy>> proxies = new EnumMap<>(Server.class);
    private final ConcurrentHashMap<String, Long> frozen = new ConcurrentHashMap<>();
    private final Ports ports;
    private final boolean replicated;
    private final Supervisor supervisor;

    /** @param replicated whether there are three brokers; then no proxy knows when a processor reaches a point at Kafka */
    SystemUnderTest(Home home, Ports ports, List<Port> processors, boolean replicated, Consumer<String> console) {
        this.ports = ports;
        this.replicated = replicated;
        this.taps = new KafkaTaps(ports.base() + LISTENERS);
        List<Instance> instances = new ArrayList<>();
        for (Port processor : processors) {
            instances.add(instance(processor, name(processor, 0), ports.of(processor), ports.of(Port.CASE_OPERATIONS)));
            int second = processor == Port.CASE_PROCESSOR ? 0 : 1;
            instances.add(instance(
                    processor,
                    name(processor, 1),
                    ports.base() + SECOND_INSTANCES + second,
                    ports.base() + SECOND_OPERATIONS));
        }
        KafkaCluster cluster = replicated
                ? KafkaCluster.ofThree()
                : new KafkaCluster(1, taps.brokerSettings(ports.of(Port.KAFKA), ports.of(Port.KAFKA_CONTROLLER)));
        Topology lineup = Topology.of(home, ports, instances, cluster);
        supervisor = new Supervisor(home, ports, lineup, console, warning -> {});
    }

    /** @param base the first port, or null for the first consecutive ports that are free */
    static Ports ports(@Nullable Integer base) {
        return base == null ? freePorts() : new Ports(base);
    }

    private static Ports freePorts() {
        return IntStream.iterate(8440, base -> base < 60_000, base -> base + 20)
                .filter(base -> IntStream.range(base, base + PORTS).allMatch(Ports::isFree))
                .mapToObj(Ports::new)
                .findFirst()
                .orElseThrow(() -> new CliException("no %d free ports in a row".formatted(PORTS)));
    }

    /** The operations APIs of both case-processors. */
    static List<Operations> operations(Ports ports, Secrets secrets) throws InterruptedException {
        List<Operations> instances = new ArrayList<>();
        for (int port : List.of(ports.of(Port.CASE_OPERATIONS), ports.base() + SECOND_OPERATIONS)) {
            instances.add(new Operations("http://127.0.0.1:" + port, OPERATIONS_TIMEOUT, secrets));
        }
        return instances;
    }

    static String name(Port processor, int instance) {
        return instance == 0 ? processor.toString() : processor + "-2";
    }

    /** Starts the platform, and stops it when this JVM exits. */
    void start() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        supervisor.start();
    }

    void stop() {
        frozen.values().forEach(pid -> signal("-CONT", pid)); // a frozen process cannot stop
        supervisor.stop();
    }

    /** Withholds the next message with which an instance of the processor reaches the point. */
    Breakpoint breakAt(Port processor, FaultPoint point) {
        Breakpoint breakpoint = new Breakpoint(point);
        Objects.requireNonNull(proxies.get(point.server())).stream()
                .filter(proxy -> proxy.instance().startsWith(processor.toString()))
                .forEach(proxy -> proxy.set(breakpoint));
        return breakpoint;
    }

    void kill(Object service) throws InterruptedException {
        supervisor.kill(service.toString());
    }

    void restart(Object service) throws IOException, InterruptedException {
        supervisor.restart(service.toString());
    }

    void freeze(String instance) {
        frozen.put(instance, supervisor.pid(instance));
        signal("-STOP", supervisor.pid(instance));
    }

    void thaw(String instance) {
        Long pid = frozen.remove(instance);
        if (pid != null) {
            signal("-CONT", pid);
        }
    }

    /** The service that has died without having been killed, if any. */
    List<String> deaths() {
        return supervisor.death().stream().toList();
    }

    private Instance instance(Port processor, String name, int port, int operationsPort) {
        boolean cases = processor == Port.CASE_PROCESSOR;
        String database = cases ? "cases" : "tellers";
        TcpProxy postgres = proxy(Server.POSTGRES, name, ports.of(Port.POSTGRES), PostgresProtocol::new);
        Map<String, String> environment = new HashMap<>(SETTINGS);
        if (!replicated) {
            TcpProxy kafka = proxy(Server.KAFKA, name, taps.nextPort(), KafkaProtocol::new);
            taps.add(kafka);
            environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + kafka.port());
        }
        environment.put(
                "SPRING_DATASOURCE_URL",
                "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable".formatted(postgres.port(), database));
        if (cases) {
            TcpProxy salesforce =
                    proxy(Server.SALESFORCE, name, ports.of(Port.SALESFORCE_SANDBOX), SalesforceProtocol::new);
            environment.put("CASELINE_OPERATIONS_PORT", Integer.toString(operationsPort));
            environment.put("CASELINE_SALESFORCE_URL", "http://127.0.0.1:" + salesforce.port());
        }
        return new Instance(processor, name, port, environment);
    }

    private TcpProxy proxy(Server server, String instance, int target, Function<TcpProxy, TcpProxy.Protocol> wires) {
        TcpProxy proxy = TcpProxy.of(instance, target, wires);
        proxies.computeIfAbsent(server, unused -> new ArrayList<>()).add(proxy);
        return proxy;
    }

    private static void signal(String signal, long pid) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("kill %s %d".formatted(signal, pid), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
